package com.zonitel.sms.autoconfigure.registration;

import java.net.URI;

import com.zonitel.sms.registration.WebhookUrl;
import com.zonitel.sms.webhook.SecretLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * Creates the URLs of webhooks that carry a secret.
 */
public final class WebhookUrls {

	private static final String MASK = "***";

	private WebhookUrls() {
	}

	/**
	 * Return the URL of a webhook. Where it is shown, it has neither the secret nor the
	 * query of the endpoint.
	 * @param endpoint the URL of the endpoint, without a secret
	 * @param secretLocation the part of the URL that carries the secret
	 * @param secret the secret, or {@code null} if callers are not authenticated
	 * @return the URL
	 */
	public static WebhookUrl of(URI endpoint, SecretLocation secretLocation, @Nullable String secret) {
		URI shown = UriComponentsBuilder.fromUri(endpoint).replaceQuery(null).build(true).toUri();
		return (secret != null)
				? WebhookUrl.of(secretLocation.addSecret(endpoint, secret), secretLocation.addSecret(shown, MASK))
				: WebhookUrl.of(endpoint, shown);
	}

}
