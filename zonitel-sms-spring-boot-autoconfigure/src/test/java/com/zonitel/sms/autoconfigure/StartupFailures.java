package com.zonitel.sms.autoconfigure;

import java.util.Objects;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Analyses failures of a context as Spring Boot does at startup.
 */
public final class StartupFailures {

	private StartupFailures() {
	}

	/**
	 * Analyse a failure.
	 * @param failure the failure of a context
	 * @return the analysis of the first analyzer that has one
	 */
	public static FailureAnalysis analyze(Throwable failure) {
		assertThat(failure).isNotNull();
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					SpringFactoriesLoader.FailureHandler
						.logging(org.apache.commons.logging.LogFactory.getLog(StartupFailures.class)))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("There is no analysis", failure));
	}

}
