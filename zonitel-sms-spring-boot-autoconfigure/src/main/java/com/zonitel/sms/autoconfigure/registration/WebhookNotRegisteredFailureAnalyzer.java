package com.zonitel.sms.autoconfigure.registration;

import com.zonitel.sms.registration.WebhookNotRegisteredException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * {@link AbstractFailureAnalyzer} for a {@link WebhookNotRegisteredException}.
 */
class WebhookNotRegisteredFailureAnalyzer extends AbstractFailureAnalyzer<WebhookNotRegisteredException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WebhookNotRegisteredException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				cause.getAdvice() + "\n\nTo start nevertheless and try again in the background, remove"
						+ " 'zonitel.sms.registration.fail-fast=true'.",
				cause);
	}

}
