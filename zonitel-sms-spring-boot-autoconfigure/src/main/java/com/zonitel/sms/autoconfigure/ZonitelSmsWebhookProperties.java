package com.zonitel.sms.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import com.zonitel.sms.webhook.SecretLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the endpoint that Zonitel calls.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("zonitel.sms.webhook")
public class ZonitelSmsWebhookProperties {

	private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/._~-]+");

	private static final DataSize LARGEST_BODY_SIZE = DataSize.ofMegabytes(16);

	private static final Duration ZONITEL_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Whether to open the webhook endpoint.
	 */
	private boolean enabled = true;

	/**
	 * Path of the webhook, below the context path and the path of the dispatcher servlet.
	 */
	private String path = "/webhooks/zonitel/sms";

	/**
	 * Public base URL of this application, to which the paths down to the webhook are
	 * added.
	 */
	private @Nullable URI publicBaseUrl;

	/**
	 * Public URL of the webhook, without the secret, where it cannot be made from the
	 * base URL.
	 */
	private @Nullable URI publicUrl;

	/**
	 * Comma-separated list of secrets of at least 32 characters. The first is part of the
	 * registered URL, all are accepted.
	 */
	private volatile List<Secret> secrets = List.of();

	/**
	 * Where the registered URL carries the secret.
	 */
	private SecretLocation secretLocation = SecretLocation.QUERY;

	/**
	 * How callers of the webhook are authenticated.
	 */
	private Authentication authentication = Authentication.SECRET;

	/**
	 * Largest body that is accepted.
	 */
	private DataSize maxBodySize = DataSize.ofKilobytes(64);

	/**
	 * Time within which every request is answered. Zonitel waits for 5 seconds.
	 */
	private Duration acknowledgeWithin = Duration.ofSeconds(3);

	private final Capture capture = new Capture();

	private final Security security = new Security();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		Assert.isTrue(path.startsWith("/"), "'path' must start with '/'");
		Assert.isTrue(path.length() > 1 && !path.endsWith("/"), "'path' must not end with '/'");
		Assert.isTrue(PLAIN_PATH.matcher(path).matches(), "'path' must consist of letters, digits and any of '/-._~'");
		this.path = path;
	}

	public @Nullable URI getPublicBaseUrl() {
		return this.publicBaseUrl;
	}

	public void setPublicBaseUrl(@Nullable URI publicBaseUrl) {
		this.publicBaseUrl = publicBaseUrl;
	}

	public @Nullable URI getPublicUrl() {
		return this.publicUrl;
	}

	public void setPublicUrl(@Nullable URI publicUrl) {
		this.publicUrl = publicUrl;
	}

	public List<Secret> getSecrets() {
		return this.secrets;
	}

	public void setSecrets(List<Secret> secrets) {
		this.secrets = List.copyOf(secrets);
	}

	public SecretLocation getSecretLocation() {
		return this.secretLocation;
	}

	public void setSecretLocation(SecretLocation secretLocation) {
		this.secretLocation = secretLocation;
	}

	public Authentication getAuthentication() {
		return this.authentication;
	}

	public void setAuthentication(Authentication authentication) {
		this.authentication = authentication;
	}

	public DataSize getMaxBodySize() {
		return this.maxBodySize;
	}

	public void setMaxBodySize(DataSize maxBodySize) {
		Assert.isTrue(maxBodySize.toBytes() > 0 && maxBodySize.compareTo(LARGEST_BODY_SIZE) <= 0,
				"'maxBodySize' must be positive and at most 16MB");
		this.maxBodySize = maxBodySize;
	}

	public Duration getAcknowledgeWithin() {
		return this.acknowledgeWithin;
	}

	public void setAcknowledgeWithin(Duration acknowledgeWithin) {
		Assert.isTrue(acknowledgeWithin.toNanos() > 0 && acknowledgeWithin.compareTo(ZONITEL_TIMEOUT) < 0,
				"'acknowledgeWithin' must be positive and less than the 5 seconds that Zonitel waits");
		this.acknowledgeWithin = acknowledgeWithin;
	}

	public Capture getCapture() {
		return this.capture;
	}

	public Security getSecurity() {
		return this.security;
	}

	/**
	 * What is kept of requests, to learn what Zonitel does not document.
	 */
	public static class Capture {

		/**
		 * File to which a line of JSON is appended for each request of an authenticated
		 * caller, without secrets, phone numbers and text. Only during development.
		 */
		private @Nullable Path file;

		public @Nullable Path getFile() {
			return this.file;
		}

		public void setFile(@Nullable Path file) {
			this.file = file;
		}

	}

	/**
	 * How the webhook goes together with Spring Security.
	 */
	public static class Security {

		/**
		 * Whether to let requests to the webhook pass Spring Security, since the webhook
		 * authenticates its callers itself. Without effect if it does not.
		 */
		private boolean permit = true;

		public boolean isPermit() {
			return this.permit;
		}

		public void setPermit(boolean permit) {
			this.permit = permit;
		}

	}

	/**
	 * How callers of the webhook are authenticated.
	 */
	public enum Authentication {

		/**
		 * By one of the secrets.
		 */
		SECRET,

		/**
		 * Not at all: anyone who reaches the endpoint can send notifications.
		 */
		NONE

	}

}
