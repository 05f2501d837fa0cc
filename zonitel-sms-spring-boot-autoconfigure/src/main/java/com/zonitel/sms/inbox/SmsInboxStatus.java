package com.zonitel.sms.inbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Contents of an inbox at one moment.
 *
 * @param pending the number of notifications that wait for their listeners or are with
 * them
 * @param oldestReceivedAt the time at which the oldest of these was received, or
 * {@code null} if there is none or it is not known
 * @param dead the number of notifications that are no longer retried
 * @param oldestRunningSince the time at which the oldest delivery that runs on this
 * instance began, or {@code null} if none runs or it is not known
 * @param stuck the number of deliveries on this instance whose listeners have not
 * returned for so long that an operator should look
 * @since 0.1.0
 */
public record SmsInboxStatus(long pending, @Nullable Instant oldestReceivedAt, long dead,
		@Nullable Instant oldestRunningSince, int stuck) {

	/**
	 * Create a new instance for an inbox that does not tell which deliveries run.
	 * @param pending the number of notifications that wait for their listeners or are
	 * with them
	 * @param oldestReceivedAt the time at which the oldest of these was received, or
	 * {@code null} if there is none or it is not known
	 * @param dead the number of notifications that are no longer retried
	 */
	public SmsInboxStatus(long pending, @Nullable Instant oldestReceivedAt, long dead) {
		this(pending, oldestReceivedAt, dead, null, 0);
	}

}
