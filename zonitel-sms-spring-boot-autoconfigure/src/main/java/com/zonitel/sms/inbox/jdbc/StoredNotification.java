package com.zonitel.sms.inbox.jdbc;

import java.time.Instant;
import java.util.Map;

import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

/**
 * Notification as it is stored in the database.
 *
 * @param receivedAt the time of receipt
 * @param propagationFields the fields that name the trace of the request
 * @param body the JSON as received; not copied
 * @param lastFailure the failure after which the notification became a dead letter, or
 * {@code null} if it never was one
 */
record StoredNotification(Instant receivedAt, Map<String, String> propagationFields, byte[] body,
		@Nullable LastFailure lastFailure) {

	static StoredNotification of(SmsNotification notification) {
		return new StoredNotification(notification.receivedAt(), notification.context().propagationFields(),
				notification.body(), null);
	}

	StoredNotification withLastFailure(LastFailure failure) {
		return new StoredNotification(this.receivedAt, this.propagationFields, this.body, failure);
	}

	@Override
	public String toString() {
		return "StoredNotification[***]";
	}

	/**
	 * Failure of the last attempt to deliver a notification.
	 *
	 * @param at the time of the failure
	 * @param attempts the number of attempts made
	 * @param description the class name of the exception and, in further lines, its stack
	 * trace, or {@code null} if the process ended instead
	 */
	record LastFailure(Instant at, int attempts, @Nullable String description) {

		@Nullable String type() {
			return (this.description != null) ? this.description.split("\n", 2)[0] : null;
		}

		@Nullable String stackTrace() {
			String[] lines = (this.description != null) ? this.description.split("\n", 2) : new String[0];
			return (lines.length > 1) ? lines[1] : null;
		}

	}

}
