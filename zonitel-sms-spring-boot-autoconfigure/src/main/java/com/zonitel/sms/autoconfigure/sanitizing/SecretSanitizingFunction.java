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
 * {@link SanitizingFunction} for this starter's secrets: the properties that hold them,
 * and whatever else quotes them, such as the variable that a placeholder stands for or
 * the command line.
 */
final class SecretSanitizingFunction implements SanitizingFunction {

	// a shorter value is a mistake, and would be found in what it has nothing to do with
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
