package com.zonitel.sms.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.registration.ReplacePolicy;
import com.zonitel.sms.webhook.SecretLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Properties of receiving SMS notifications.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("zonitel.sms")
public class ZonitelSmsProperties {

	private final Webhook webhook = new Webhook();

	private final Registration registration = new Registration();

	private final Inbox inbox = new Inbox();

	public Webhook getWebhook() {
		return this.webhook;
	}

	public Registration getRegistration() {
		return this.registration;
	}

	public Inbox getInbox() {
		return this.inbox;
	}

	/**
	 * The endpoint that Zonitel calls.
	 */
	public static class Webhook {

		private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/._~-]+");

		private static final DataSize LARGEST_BODY_SIZE = DataSize.ofMegabytes(16);

		private static final Duration ZONITEL_TIMEOUT = Duration.ofSeconds(5);

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
		private List<Secret> secrets = new ArrayList<>();

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
			Assert.isTrue(PLAIN_PATH.matcher(path).matches(),
					"'path' must consist of letters, digits and any of '/-._~'");
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
			 * File to which a line of JSON is appended for each request of an
			 * authenticated caller, without secrets, phone numbers and text. Only during
			 * development.
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
			 * Whether to let requests to the webhook pass Spring Security, since the
			 * webhook authenticates its callers itself. Without effect if it does not.
			 */
			private boolean permit = true;

			public boolean isPermit() {
				return this.permit;
			}

			public void setPermit(boolean permit) {
				this.permit = permit;
			}

		}

	}

	/**
	 * How the URL of the webhook is registered at Zonitel.
	 */
	public static class Registration {

		/**
		 * What is done about the URL that is registered at Zonitel.
		 */
		private RegistrationMode mode = RegistrationMode.ENSURE;

		/**
		 * Which registered URL may be replaced.
		 */
		private ReplacePolicy replace = ReplacePolicy.OWN_HOST;

		/**
		 * Time between checks that the URL is still registered.
		 */
		private Duration verifyInterval = Duration.ofMinutes(15);

		/**
		 * Whether to fail startup if the first attempt to register fails.
		 */
		private boolean failFast;

		private final Retry retry = new Retry();

		public RegistrationMode getMode() {
			return this.mode;
		}

		public void setMode(RegistrationMode mode) {
			this.mode = mode;
		}

		public ReplacePolicy getReplace() {
			return this.replace;
		}

		public void setReplace(ReplacePolicy replace) {
			this.replace = replace;
		}

		public Duration getVerifyInterval() {
			return this.verifyInterval;
		}

		public void setVerifyInterval(Duration verifyInterval) {
			Assert.isTrue(verifyInterval.toMillis() > 0, "'verifyInterval' must be positive");
			this.verifyInterval = verifyInterval;
		}

		public boolean isFailFast() {
			return this.failFast;
		}

		public void setFailFast(boolean failFast) {
			this.failFast = failFast;
		}

		public Retry getRetry() {
			return this.retry;
		}

		/**
		 * When a failed attempt is made again. Delays are random, up to the given time.
		 */
		public static class Retry {

			/**
			 * Longest time before the second attempt.
			 */
			private Duration initialDelay = Duration.ofSeconds(2);

			/**
			 * Factor by which the delay grows from attempt to attempt.
			 */
			private double multiplier = 2;

			/**
			 * Longest time between attempts.
			 */
			private Duration maxDelay = Duration.ofMinutes(5);

			public Duration getInitialDelay() {
				return this.initialDelay;
			}

			public void setInitialDelay(Duration initialDelay) {
				Assert.isTrue(initialDelay.toMillis() > 0, "'initialDelay' must be positive");
				this.initialDelay = initialDelay;
			}

			public double getMultiplier() {
				return this.multiplier;
			}

			public void setMultiplier(double multiplier) {
				Assert.isTrue(multiplier >= 1, "'multiplier' must be at least 1");
				this.multiplier = multiplier;
			}

			public Duration getMaxDelay() {
				return this.maxDelay;
			}

			public void setMaxDelay(Duration maxDelay) {
				Assert.isTrue(maxDelay.toMillis() > 0, "'maxDelay' must be positive");
				this.maxDelay = maxDelay;
			}

		}

	}

	/**
	 * What keeps notifications until the listeners have returned.
	 */
	public static class Inbox {

		/**
		 * Where notifications are kept.
		 */
		private InboxType type = InboxType.MEMORY;

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
		 * does not reach listeners again. In memory, at most the last 100,000 are
		 * remembered.
		 */
		private Duration deduplicationWindow = Duration.ofDays(3);

		private final Retry retry = new Retry();

		public InboxType getType() {
			return this.type;
		}

		public void setType(InboxType type) {
			this.type = type;
		}

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			Assert.isTrue(concurrency > 0, "'concurrency' must be positive");
			this.concurrency = concurrency;
		}

		public int getCapacity() {
			return this.capacity;
		}

		public void setCapacity(int capacity) {
			Assert.isTrue(capacity > 0, "'capacity' must be positive");
			this.capacity = capacity;
		}

		public Duration getDeduplicationWindow() {
			return this.deduplicationWindow;
		}

		public void setDeduplicationWindow(Duration deduplicationWindow) {
			Assert.isTrue(deduplicationWindow.toMillis() > 0, "'deduplicationWindow' must be positive");
			this.deduplicationWindow = deduplicationWindow;
		}

		public Retry getRetry() {
			return this.retry;
		}

		/**
		 * When a delivery is attempted again after a listener has failed. Without effect
		 * on an inbox in memory. Delays vary by a fifth.
		 */
		public static class Retry {

			/**
			 * Number of attempts after which a notification becomes a dead letter.
			 */
			private int maxAttempts = 8;

			/**
			 * Time before the second attempt.
			 */
			private Duration initialDelay = Duration.ofSeconds(10);

			/**
			 * Factor by which the delay grows from attempt to attempt.
			 */
			private double multiplier = 2.5;

			/**
			 * Longest time between attempts.
			 */
			private Duration maxDelay = Duration.ofMinutes(30);

			public int getMaxAttempts() {
				return this.maxAttempts;
			}

			public void setMaxAttempts(int maxAttempts) {
				Assert.isTrue(maxAttempts > 0, "'maxAttempts' must be positive");
				this.maxAttempts = maxAttempts;
			}

			public Duration getInitialDelay() {
				return this.initialDelay;
			}

			public void setInitialDelay(Duration initialDelay) {
				Assert.isTrue(initialDelay.toMillis() > 0, "'initialDelay' must be positive");
				this.initialDelay = initialDelay;
			}

			public double getMultiplier() {
				return this.multiplier;
			}

			public void setMultiplier(double multiplier) {
				Assert.isTrue(multiplier >= 1, "'multiplier' must be at least 1");
				this.multiplier = multiplier;
			}

			public Duration getMaxDelay() {
				return this.maxDelay;
			}

			public void setMaxDelay(Duration maxDelay) {
				Assert.isTrue(maxDelay.toMillis() > 0, "'maxDelay' must be positive");
				this.maxDelay = maxDelay;
			}

		}

	}

	/**
	 * Where notifications are kept until the listeners have returned.
	 */
	public enum InboxType {

		/**
		 * In memory: what was acknowledged but not yet handled is lost with the process.
		 */
		MEMORY,

		/**
		 * In the application's own database: nothing that was acknowledged is lost.
		 */
		JDBC

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
