package com.zonitel.sms.autoconfigure;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of the webhook, validated. A changed property takes effect as a whole with the
 * next request; an invalid or empty one is logged and changes nothing. While a
 * registration is under way that replaces the registered secret, that secret stays
 * accepted.
 */
public final class WebhookSecrets {

	private static final Log logger = LogFactory.getLog(WebhookSecrets.class);

	private static final int MIN_LENGTH = 32;

	private static final int RANDOM_BYTES = 32;

	private static final Pattern VISIBLE = Pattern.compile("[!-~]*");

	private final ZonitelSmsWebhookProperties webhook;

	private final boolean authenticated;

	private final Predicate<String> registered;

	private volatile Snapshot snapshot;

	/**
	 * Create a new instance.
	 * @param webhook the properties of the webhook
	 * @param registered whether the URL that is registered at Zonitel may carry a secret
	 * @throws InvalidZonitelConfigurationException if secrets are missing or invalid
	 */
	WebhookSecrets(ZonitelSmsWebhookProperties webhook, Predicate<String> registered) {
		this.webhook = webhook;
		this.authenticated = (webhook.getAuthentication() != ZonitelSmsWebhookProperties.Authentication.NONE);
		this.registered = registered;
		List<Secret> configured = webhook.getSecrets();
		List<String> secrets = this.authenticated ? validate(configured) : List.of();
		this.snapshot = new Snapshot(configured, secrets, List.of(), secrets);
	}

	/**
	 * Return the secrets that are accepted. The same list is returned until they change.
	 * @return the secrets, empty if callers are not authenticated
	 */
	public List<String> getAccepted() {
		return current().accepted();
	}

	/**
	 * Return the secret to be registered as a part of the URL.
	 * @return the secret, or {@code null} if callers are not authenticated
	 */
	public @Nullable String getPrimary() {
		List<String> secrets = current().secrets();
		return secrets.isEmpty() ? null : secrets.get(0);
	}

	private Snapshot current() {
		Snapshot current = this.snapshot;
		return (this.authenticated && isOutdated(current)) ? refresh() : current;
	}

	private boolean isOutdated(Snapshot snapshot) {
		return snapshot.configured() != this.webhook.getSecrets()
				|| !snapshot.retired().stream().allMatch(this.registered);
	}

	private synchronized Snapshot refresh() {
		Snapshot previous = this.snapshot;
		List<Secret> configured = this.webhook.getSecrets();
		if (configured != previous.configured()) {
			this.snapshot = next(previous, configured);
		}
		else if (isOutdated(previous)) {
			this.snapshot = snapshot(configured, previous.secrets(), previous.retired());
		}
		return this.snapshot;
	}

	private Snapshot next(Snapshot previous, List<Secret> configured) {
		try {
			List<String> secrets = validate(configured);
			if (secrets.equals(previous.secrets())) {
				return new Snapshot(configured, previous.secrets(), previous.retired(), previous.accepted());
			}
			logger.info("Secrets of the SMS webhook have changed and are used from now on");
			return snapshot(configured, secrets,
					Stream.concat(Stream.of(previous.secrets().get(0)), previous.retired().stream()).toList());
		}
		catch (InvalidZonitelConfigurationException ex) {
			logger.error(ex.getMessage() + " The last valid secrets of the SMS webhook stay in use.");
			return new Snapshot(configured, previous.secrets(), previous.retired(), previous.accepted());
		}
	}

	private Snapshot snapshot(List<Secret> configured, List<String> secrets, List<String> candidates) {
		List<String> retired = candidates.stream()
			.filter((secret) -> !secrets.contains(secret) && this.registered.test(secret))
			.toList();
		return new Snapshot(configured, secrets, retired, Stream.concat(secrets.stream(), retired.stream()).toList());
	}

	private static List<String> validate(List<Secret> secrets) {
		if (secrets.isEmpty()) {
			throw new InvalidZonitelConfigurationException(
					"The property 'zonitel.sms.webhook.secrets' is not set. Zonitel does not sign its calls, so the"
							+ " webhook accepts only callers that know a secret, which is part of the registered URL.",
					"Set it, for example to this fresh random value, and keep it out of version control:\n\n"
							+ "    zonitel.sms.webhook.secrets=" + random() + "\n\n"
							+ "To open no webhook, set 'zonitel.sms.webhook.enabled=false'.");
		}
		for (int i = 0; i < secrets.size(); i++) {
			check(secrets.get(i), "zonitel.sms.webhook.secrets[" + i + "]");
		}
		return secrets.stream().map(Secret::value).toList();
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

	/**
	 * Immutable state, swapped as a whole.
	 *
	 * @param configured the value of the property, which is compared by identity
	 * @param secrets the last valid secrets
	 * @param retired the removed secrets that the registered URL may still carry
	 * @param accepted the secrets that callers may use: both of these
	 */
	private record Snapshot(List<Secret> configured, List<String> secrets, List<String> retired,
			List<String> accepted) {

		@Override
		public String toString() {
			return "Snapshot[***]";
		}

	}

}
