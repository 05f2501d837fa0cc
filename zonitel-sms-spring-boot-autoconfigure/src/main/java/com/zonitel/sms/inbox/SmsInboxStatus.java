package com.zonitel.sms.inbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What an inbox holds at a moment.
 *
 * @param pending the number of notifications that wait for their listeners or are with
 * them
 * @param oldestReceivedAt when the oldest of these was received, or {@code null} if there
 * is none or it is not known
 * @param dead the number of notifications that are no longer retried
 * @since 0.1.0
 */
public record SmsInboxStatus(long pending, @Nullable Instant oldestReceivedAt, long dead) {

}
