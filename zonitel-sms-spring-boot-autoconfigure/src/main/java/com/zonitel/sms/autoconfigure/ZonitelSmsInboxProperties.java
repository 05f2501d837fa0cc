package com.zonitel.sms.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * Properties of what keeps notifications until the listeners have returned.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("zonitel.sms.inbox")
public class ZonitelSmsInboxProperties {

	/**
	 * Where notifications are kept.
	 */
	private Type type = Type.MEMORY;

	/**
	 * Number of notifications whose listeners run at once. By default 16; with an inbox
	 * in the database, fewer if the connection pool is small. Without effect where
	 * virtual threads are enabled and the inbox is in memory.
	 */
	private @Nullable Integer concurrency;

	/**
	 * Number of notifications that may be pending at once; further ones are refused.
	 */
	private int capacity = 10_000;

	/**
	 * Time during which a handled notification is remembered, so that a duplicate does
	 * not reach listeners again. In memory, at most the last 100,000 are remembered.
	 */
	private Duration deduplicationWindow = Duration.ofDays(3);

	private final Retry retry = new Retry();

	public Type getType() {
		return this.type;
	}

	public void setType(Type type) {
		this.type = type;
	}

	public @Nullable Integer getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(@Nullable Integer concurrency) {
		Assert.isTrue(concurrency == null || concurrency > 0, "'concurrency' must be positive");
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
	 * When a delivery is attempted again after a listener has failed. Without effect on
	 * an inbox in memory. Delays vary by a fifth.
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

	/**
	 * Where notifications are kept until the listeners have returned.
	 */
	public enum Type {

		/**
		 * In memory: what was acknowledged but not yet handled is lost with the process.
		 */
		MEMORY,

		/**
		 * In the application's own database: nothing that was acknowledged is lost.
		 */
		JDBC

	}

}
