package com.zonitel.sms.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of receiving SMS notifications.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("zonitel.sms")
public class ZonitelSmsProperties {

	private final Webhook webhook = new Webhook();

	private final Inbox inbox = new Inbox();

	public Webhook getWebhook() {
		return this.webhook;
	}

	public Inbox getInbox() {
		return this.inbox;
	}

	/**
	 * The endpoint that Zonitel calls.
	 */
	public static class Webhook {

		/**
		 * Whether to open the webhook endpoint.
		 */
		private boolean enabled = true;

		/**
		 * Path of the webhook, below the context path and the path of the dispatcher
		 * servlet.
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
		 * Comma-separated list of secrets of at least 32 characters. The first is part of
		 * the registered URL, all are accepted.
		 */
		private List<String> secrets = new ArrayList<>();

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
		private Duration acknowledgeWithin = Duration.ofSeconds(4);

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

		public List<String> getSecrets() {
			return this.secrets;
		}

		public void setSecrets(List<String> secrets) {
			this.secrets = secrets;
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
			this.maxBodySize = maxBodySize;
		}

		public Duration getAcknowledgeWithin() {
			return this.acknowledgeWithin;
		}

		public void setAcknowledgeWithin(Duration acknowledgeWithin) {
			this.acknowledgeWithin = acknowledgeWithin;
		}

	}

	/**
	 * What keeps notifications until the listeners have returned.
	 */
	public static class Inbox {

		/**
		 * Number of threads that run listeners. Without effect where virtual threads are
		 * enabled and the inbox is in memory.
		 */
		private int concurrency = 16;

		/**
		 * Number of notifications that may be pending at once; further ones are refused.
		 */
		private int capacity = 10_000;

		/**
		 * Time during which a handled notification is remembered, so that a duplicate
		 * does not reach listeners again.
		 */
		private Duration deduplicationWindow = Duration.ofDays(3);

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

		public int getCapacity() {
			return this.capacity;
		}

		public void setCapacity(int capacity) {
			this.capacity = capacity;
		}

		public Duration getDeduplicationWindow() {
			return this.deduplicationWindow;
		}

		public void setDeduplicationWindow(Duration deduplicationWindow) {
			this.deduplicationWindow = deduplicationWindow;
		}

	}

	/**
	 * Where the registered URL carries the secret.
	 */
	public enum SecretLocation {

		/**
		 * In the query parameter {@code token}.
		 */
		QUERY,

		/**
		 * In one more segment at the end of the path.
		 */
		PATH

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
