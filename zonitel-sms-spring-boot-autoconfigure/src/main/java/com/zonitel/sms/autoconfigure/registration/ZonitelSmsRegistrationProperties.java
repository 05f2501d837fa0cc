package com.zonitel.sms.autoconfigure.registration;

import java.time.Duration;

import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.registration.ReplacePolicy;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * Properties of how the URL of the webhook is registered at Zonitel.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("zonitel.sms.registration")
public class ZonitelSmsRegistrationProperties {

	/**
	 * What is done about the URL that is registered at Zonitel.
	 */
	private RegistrationMode mode = RegistrationMode.ENSURE;

	/**
	 * Which registered URL may be replaced.
	 */
	private ReplacePolicy replace = ReplacePolicy.OWN_HOST;

	/**
	 * Whether to try the public URL of the webhook before it is registered, and from then
	 * on.
	 */
	private boolean probe = true;

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

	public boolean isProbe() {
		return this.probe;
	}

	public void setProbe(boolean probe) {
		this.probe = probe;
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
