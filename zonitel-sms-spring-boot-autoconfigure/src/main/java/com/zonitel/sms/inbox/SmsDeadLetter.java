package com.zonitel.sms.inbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Notification that is kept but no longer retried, since its listeners failed too often.
 * Holds nothing of its content.
 *
 * @param notificationId the identifier of the notification
 * @param receivedAt the time at which the notification was received
 * @param deadSince the time at which the last attempt failed
 * @param attempts the number of attempts made
 * @param failure the class name of the last exception, or {@code null} if it is not known
 * @param stackTrace the stack trace of the last exception without its messages, or
 * {@code null} if it is not known
 * @since 0.1.0
 */
public record SmsDeadLetter(String notificationId, Instant receivedAt, Instant deadSince, int attempts,
		@Nullable String failure, @Nullable String stackTrace) {

}
