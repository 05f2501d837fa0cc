package com.zonitel.sms.autoconfigure;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The secrets of the webhook, checked.
 */
final class WebhookSecrets {

	private static final int MIN_LENGTH = 32;

	private static final int RANDOM_BYTES = 32;

	private WebhookSecrets() {
	}

	/**
	 * Return the secrets to be used.
	 * @param webhook the properties of the webhook
	 * @return the secrets, empty if callers are not authenticated
	 * @throws InvalidZonitelConfigurationException if secrets are missing or too short
	 */
	static List<String> of(ZonitelSmsProperties.Webhook webhook) {
		if (webhook.getAuthentication() == ZonitelSmsProperties.Authentication.NONE) {
			return List.of();
		}
		if (webhook.getSecrets().isEmpty()) {
			throw new InvalidZonitelConfigurationException(
					"The property 'zonitel.sms.webhook.secrets' is not set. Zonitel does not sign its calls, so the"
							+ " webhook accepts only callers that know a secret, which is part of the registered URL.",
					"Set it, for example to this fresh random value, and keep it out of version control:\n\n"
							+ "    zonitel.sms.webhook.secrets=" + random() + "\n\n"
							+ "To open no webhook, set 'zonitel.sms.webhook.enabled=false'.");
		}
		for (int i = 0; i < webhook.getSecrets().size(); i++) {
			int length = webhook.getSecrets().get(i).length();
			if (length < MIN_LENGTH) {
				throw new InvalidZonitelConfigurationException(
						"The property 'zonitel.sms.webhook.secrets[%d]' has %d characters, which is too few to keep strangers out."
							.formatted(i, length),
						"Set it to at least " + MIN_LENGTH
								+ " characters, for example to this fresh random value:\n\n    " + random());
			}
		}
		return webhook.getSecrets();
	}

	private static String random() {
		byte[] random = new byte[RANDOM_BYTES];
		new SecureRandom().nextBytes(random);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
	}

}
