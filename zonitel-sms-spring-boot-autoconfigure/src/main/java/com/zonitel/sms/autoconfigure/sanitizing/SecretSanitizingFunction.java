package com.zonitel.sms.autoconfigure.sanitizing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import com.zonitel.sms.autoconfigure.Secret;
import com.zonitel.sms.autoconfigure.SecretKeys;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * {@link SanitizingFunction} for this starter's secrets. It hides the values of the
 * properties that hold secrets, and any other value that contains a secret, such as that
 * of an environment variable or of the command line.
 */
final class SecretSanitizingFunction implements SanitizingFunction {

	// unrelated values may contain a shorter one by chance
	private static final int MIN_LENGTH = 8;

	private final ZonitelProperties zonitel;

	private final ZonitelSmsWebhookProperties webhook;

	SecretSanitizingFunction(ZonitelProperties zonitel, ZonitelSmsWebhookProperties webhook) {
		this.zonitel = zonitel;
		this.webhook = webhook;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		Object value = data.getValue();
		boolean secret = value != null && (SecretKeys.contain(data.getKey()) || quotesSecret(value.toString()));
		return secret ? data.withSanitizedValue() : data;
	}

	private boolean quotesSecret(String value) {
		return secrets().filter((secret) -> secret.length() >= MIN_LENGTH)
			.anyMatch((secret) -> value.contains(secret)
					|| value.contains(URLEncoder.encode(secret, StandardCharsets.UTF_8)));
	}

	private Stream<String> secrets() {
		return Stream
			.of(Stream.ofNullable(this.zonitel.getClientId()), Stream.ofNullable(this.zonitel.getAccessToken()),
					List.copyOf(this.webhook.getSecrets()).stream())
			.flatMap((secrets) -> secrets)
			.map(Secret::value);
	}

}
