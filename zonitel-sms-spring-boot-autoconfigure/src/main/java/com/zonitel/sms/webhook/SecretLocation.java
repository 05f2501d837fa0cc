package com.zonitel.sms.webhook;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Part of the webhook's URL that carries the secret.
 *
 * @since 0.1.0
 */
public enum SecretLocation {

	/**
	 * The query, as the parameter {@code token}.
	 */
	QUERY {

		@Override
		public String pathPattern(String path) {
			return path;
		}

		@Override
		public @Nullable String pathSecret(PathContainer requestPath) {
			return null;
		}

		@Override
		public URI addSecret(URI endpoint, String secret) {
			return UriComponentsBuilder.fromUri(endpoint).queryParam("token", encode(secret)).build(true).toUri();
		}

	},

	/**
	 * The path, as its last segment.
	 */
	PATH {

		@Override
		public String pathPattern(String path) {
			return path + "/{secret}";
		}

		@Override
		public String pathSecret(PathContainer requestPath) {
			return requestPath.elements().get(requestPath.elements().size() - 1).value();
		}

		@Override
		public URI addSecret(URI endpoint, String secret) {
			return UriComponentsBuilder.fromUri(endpoint).pathSegment(encode(secret)).build(true).toUri();
		}

	};

	/**
	 * Return the pattern that the path of a request to the webhook matches.
	 * @param path the path of the webhook, without a secret
	 * @return the pattern, in the syntax of Spring's {@code PathPattern}
	 */
	public abstract String pathPattern(String path);

	/**
	 * Return the secret that a path carries.
	 * @param requestPath a path that matches the {@link #pathPattern pattern}
	 * @return the secret, not decoded, or {@code null} if the path carries none
	 */
	public abstract @Nullable String pathSecret(PathContainer requestPath);

	/**
	 * Return the URL that carries a secret.
	 * @param endpoint the URL of the webhook, without a secret
	 * @param secret the secret
	 * @return the URL with the secret, encoded
	 */
	public abstract URI addSecret(URI endpoint, String secret);

	private static String encode(String secret) {
		return URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
