package com.zonitel.sms.webhook;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

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

}
