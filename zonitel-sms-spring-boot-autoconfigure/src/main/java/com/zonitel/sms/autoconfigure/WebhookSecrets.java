package com.zonitel.sms.autoconfigure;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The secrets of the webhook, checked.
 */
public final class WebhookSecrets {

	private static final int MIN_LENGTH = 32;

	private static final int RANDOM_BYTES = 32;

	private static final Pattern VISIBLE = Pattern.compile("[!-~]*");

	private WebhookSecrets() {
	}

	/**
	 * Return the secrets to be used.
	 * @param webhook the properties of the webhook
	 * @return the secrets, empty if callers are not authenticated
	 * @throws InvalidZonitelConfigurationException if secrets are missing, too short, or
	 * hold what does not belong there
	 */
	public static List<String> of(ZonitelSmsWebhookProperties webhook) {
		if (webhook.getAuthentication() == ZonitelSmsWebhookProperties.Authentication.NONE) {
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
			check(webhook.getSecrets().get(i), "zonitel.sms.webhook.secrets[" + i + "]");
		}
		return webhook.getSecrets().stream().map(Secret::value).toList();
	}

	private static void check(Secret configured, String property) {
		UnresolvedPlaceholder placeholder = UnresolvedPlaceholder.in(configured);
		if (placeholder != null) {
			throw new InvalidZonitelConfigurationException(placeholder.description(property),
					placeholder.advice() + ", for example to this fresh random value, and keep it out of version"
							+ " control:\n\n    " + placeholder.assignment(random()));
		}
		String secret = configured.value();
		if (!VISIBLE.matcher(secret).matches()) {
			throw new InvalidZonitelConfigurationException(
					"The property '" + property + "' holds white space or characters other than those of ASCII, which"
							+ " may not come back unchanged.",
					"Set it to visible ASCII characters, for example to this fresh random value:\n\n    " + random());
		}
		if (secret.length() < MIN_LENGTH) {
			throw new InvalidZonitelConfigurationException(
					"The property '%s' has %d characters, which is too few to keep strangers out.".formatted(property,
							secret.length()),
					"Set it to at least " + MIN_LENGTH + " characters, for example to this fresh random value:\n\n    "
							+ random());
		}
	}

	private static String random() {
		byte[] random = new byte[RANDOM_BYTES];
		new SecureRandom().nextBytes(random);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
	}

}
