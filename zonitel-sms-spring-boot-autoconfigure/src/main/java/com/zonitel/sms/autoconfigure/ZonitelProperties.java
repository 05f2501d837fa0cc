package com.zonitel.sms.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * Properties of the Zonitel account and its API.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("zonitel")
public class ZonitelProperties {

	/**
	 * Client identifier of the integration credential, a UUID.
	 */
	private volatile @Nullable Secret clientId;

	/**
	 * Access token of the integration credential.
	 */
	private volatile @Nullable Secret accessToken;

	private final Api api = new Api();

	public @Nullable Secret getClientId() {
		return this.clientId;
	}

	public void setClientId(@Nullable Secret clientId) {
		this.clientId = clientId;
	}

	public @Nullable Secret getAccessToken() {
		return this.accessToken;
	}

	public void setAccessToken(@Nullable Secret accessToken) {
		this.accessToken = accessToken;
	}

	public Api getApi() {
		return this.api;
	}

	/**
	 * How Zonitel's API is called.
	 */
	public static class Api {

		/**
		 * Base URL of Zonitel's API.
		 */
		private URI baseUrl = URI.create("https://api.zonitel.com");

		/**
		 * Time within which a connection to the API must be established.
		 */
		private Duration connectTimeout = Duration.ofSeconds(2);

		/**
		 * Time within which the API must answer.
		 */
		private Duration readTimeout = Duration.ofSeconds(5);

		private final Ssl ssl = new Ssl();

		public URI getBaseUrl() {
			return this.baseUrl;
		}

		public void setBaseUrl(URI baseUrl) {
			Assert.isTrue(
					baseUrl.getHost() != null
							&& Stream.of("http", "https").anyMatch((it) -> it.equalsIgnoreCase(baseUrl.getScheme())),
					"'baseUrl' must start with 'https://' or 'http://' and a host");
			Assert.isTrue(
					baseUrl.getRawQuery() == null && baseUrl.getRawFragment() == null
							&& baseUrl.getRawUserInfo() == null,
					"'baseUrl' must have neither user information nor a query nor a fragment");
			this.baseUrl = baseUrl;
		}

		public Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(Duration connectTimeout) {
			Assert.isTrue(connectTimeout.toMillis() > 0, "'connectTimeout' must be positive");
			this.connectTimeout = connectTimeout;
		}

		public Duration getReadTimeout() {
			return this.readTimeout;
		}

		public void setReadTimeout(Duration readTimeout) {
			Assert.isTrue(readTimeout.toMillis() > 0, "'readTimeout' must be positive");
			this.readTimeout = readTimeout;
		}

		public Ssl getSsl() {
			return this.ssl;
		}

		/**
		 * Trust and keys for calls to the API.
		 */
		public static class Ssl {

			/**
			 * Name of the SSL bundle with which the API is called.
			 */
			private @Nullable String bundle;

			public @Nullable String getBundle() {
				return this.bundle;
			}

			public void setBundle(@Nullable String bundle) {
				this.bundle = bundle;
			}

		}

	}

}
