package com.zonitel.sms.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UnresolvedPlaceholderFailureAnalyzer}.
 */
class UnresolvedPlaceholderFailureAnalyzerTests {

	@Test
	void tellsWhichVariableIsMissing() {
		FailureAnalysis analysis = analyze("zonitel.api.read-timeout", "${API_TIMEOUT}");
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("The property 'zonitel.api.read-timeout' refers to '${API_TIMEOUT}', which is not set.");
		assertThat(analysis.getAction()).contains("'API_TIMEOUT'", "keep its default");
	}

	@Test
	void secretsAreLeftToTheAnalyzerThatDoesNotShowThem() {
		assertThat(analyze("zonitel.access-token", "${CANARY}")).isNull();
	}

	@Test
	void valueWithoutAPlaceholderIsLeftToSpringBoot() {
		assertThat(analyze("zonitel.api.read-timeout", "soon")).isNull();
	}

	@Test
	void propertiesOfOthersAreLeftToSpringBoot() {
		assertThat(analyze("server.port", "${PORT}")).isNull();
		assertThat(analyze("zonitels.port", "${PORT}")).isNull();
	}

	private static @Nullable FailureAnalysis analyze(String property, String value) {
		BindException failure = catchThrowableOfType(BindException.class,
				() -> new Binder(new MapConfigurationPropertySource(Map.of(property, value))).bind(property,
						Integer.class));
		return new UnresolvedPlaceholderFailureAnalyzer().analyze(failure);
	}

}
