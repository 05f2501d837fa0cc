package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a failed delivery is attempted again: exponentially later, with some randomness so
 * that what failed together is not retried together.
 *
 * @param maxAttempts the number of attempts after which a notification becomes a dead
 * letter
 * @param initialDelay the time before the second attempt
 * @param multiplier the factor by which the delay grows from attempt to attempt
 * @param maxDelay the longest time between attempts
 * @since 0.1.0
 */
public record RetrySchedule(int maxAttempts, Duration initialDelay, double multiplier, Duration maxDelay) {

	private static final double JITTER = 0.2;

	/**
	 * Return the time to wait after a failed attempt.
	 * @param failedAttempts the number of attempts that have failed, at least 1
	 * @return the delay, up to a fifth shorter or longer than the schedule says
	 */
	public Duration delayAfter(int failedAttempts) {
		double exact = this.initialDelay.toMillis() * Math.pow(this.multiplier, failedAttempts - 1);
		double limited = Math.min(exact, this.maxDelay.toMillis());
		return Duration.ofMillis((long) (limited * ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER)));
	}

}
