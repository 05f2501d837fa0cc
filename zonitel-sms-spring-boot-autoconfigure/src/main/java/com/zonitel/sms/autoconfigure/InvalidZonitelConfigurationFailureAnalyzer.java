package com.zonitel.sms.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * {@link AbstractFailureAnalyzer} for an {@link InvalidZonitelConfigurationException}.
 */
class InvalidZonitelConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidZonitelConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidZonitelConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
