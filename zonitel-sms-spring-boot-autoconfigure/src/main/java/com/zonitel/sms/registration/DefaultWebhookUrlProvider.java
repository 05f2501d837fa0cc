package com.zonitel.sms.registration;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * {@link WebhookUrlProvider} for a URL that is configured. The host is never guessed.
 *
 * @since 0.1.0
 */
public class DefaultWebhookUrlProvider implements WebhookUrlProvider {

	private final WebhookUrl url;

	/**
	 * Create a new instance.
	 * @param endpoint the public URL of the endpoint, without a secret
	 * @param secret the secret, or {@code null} if callers are not authenticated
	 * @param secretInPath whether the path carries the secret, and not the query
	 * @param loopbackAllowed whether the URL may be one of this machine
	 * @throws InvalidWebhookUrlException if Zonitel could not call the URL
	 */
	public DefaultWebhookUrlProvider(URI endpoint, @Nullable String secret, boolean secretInPath,
			boolean loopbackAllowed) {
		PublicUrls.check(endpoint, loopbackAllowed);
		this.url = WebhookUrl.of(endpoint, encode(secret), secretInPath);
	}

	private static @Nullable String encode(@Nullable String secret) {
		return (secret != null) ? URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20") : null;
	}

	/**
	 * Return the public URL of an endpoint.
	 * @param publicBaseUrl the public base URL of the application
	 * @param paths the paths below it, each empty or starting with a slash
	 * @return the URL
	 */
	public static URI join(URI publicBaseUrl, String... paths) {
		StringBuilder url = new StringBuilder(trimSlashes(publicBaseUrl.toString()));
		for (String path : paths) {
			String trimmed = trimSlashes(path);
			url.append((trimmed.isEmpty() || trimmed.startsWith("/")) ? trimmed : "/" + trimmed);
		}
		return URI.create(url.toString());
	}

	private static String trimSlashes(String path) {
		return path.replaceFirst("/+$", "");
	}

	@Override
	public WebhookUrl getWebhookUrl() {
		return this.url;
	}

}
