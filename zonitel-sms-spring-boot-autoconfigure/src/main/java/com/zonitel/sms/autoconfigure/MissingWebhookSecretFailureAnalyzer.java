package com.zonitel.sms.autoconfigure;

import java.security.SecureRandom;
import java.util.Base64;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * {@link AbstractFailureAnalyzer} for a {@link MissingWebhookSecretException}; makes a
 * secret to paste.
 */
class MissingWebhookSecretFailureAnalyzer extends AbstractFailureAnalyzer<MissingWebhookSecretException> {

	private static final int SECRET_BYTES = 32;

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingWebhookSecretException cause) {
		byte[] random = new byte[SECRET_BYTES];
		new SecureRandom().nextBytes(random);
		String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
		return new FailureAnalysis(
				"The property 'zonitel.sms.webhook.secrets' is not set. Zonitel does not sign its calls, so the webhook"
						+ " accepts only callers that know a secret, which becomes part of the registered URL.",
				"Set it, for example to this fresh random value, and keep it out of version control:\n\n"
						+ "    zonitel.sms.webhook.secrets=" + secret + "\n\n"
						+ "To open no webhook, set 'zonitel.sms.webhook.enabled=false'.",
				cause);
	}

}
