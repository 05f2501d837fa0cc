package com.zonitel.sms.registration;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Schedule of attempts to register. Delays are random, so that many instances do not call
 * at once.
 *
 * @param startDelay the longest time before the first attempt
 * @param initialDelay the longest time before the second attempt
 * @param multiplier the factor by which that time grows from attempt to attempt
 * @param maxDelay the longest time between attempts
 * @param verifyInterval the time between checks once an attempt has come to a result
 * @since 0.1.0
 */
public record RegistrationSchedule(Duration startDelay, Duration initialDelay, double multiplier, Duration maxDelay,
		Duration verifyInterval) {

	private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

	/**
	 * Where calls are limited, other instances are likely to be the reason: measured with
	 * 50 of them and one call a second.
	 */
	private static final int LIMITED_SPREAD = 8;

	/**
	 * Create a new instance.
	 * @param startDelay the longest time before the first attempt
	 * @param initialDelay the longest time before the second attempt
	 * @param multiplier the factor by which that time grows from attempt to attempt
	 * @param maxDelay the longest time between attempts
	 * @param verifyInterval the time between checks once an attempt has come to a result
	 * @throws IllegalArgumentException if the multiplier is less than 1
	 */
	public RegistrationSchedule {
		Assert.isTrue(multiplier >= 1, "'multiplier' must be at least 1");
	}

	Duration untilStart() {
		return random(this.startDelay);
	}

	Duration untilRetry(int attempts, boolean limited, @Nullable Duration retryAfter) {
		double longest = this.initialDelay.toMillis() * Math.pow(this.multiplier, attempts - 1)
				* (limited ? LIMITED_SPREAD : 1);
		Duration backoff = random(Duration.ofMillis((long) Math.min(longest, this.maxDelay.toMillis())));
		if (retryAfter == null) {
			return backoff;
		}
		return ((retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0) ? retryAfter : LONGEST_RETRY_AFTER).plus(backoff);
	}

	Duration untilVerification() {
		Duration tenth = this.verifyInterval.dividedBy(10);
		return this.verifyInterval.minus(tenth).plus(random(tenth.multipliedBy(2)));
	}

	private static Duration random(Duration longest) {
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis() + 1));
	}

}
