package com.zonitel.sms.inbox.jdbc;

import java.time.Instant;
import java.util.Map;

import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

/**
 * Notification as it lies in the database.
 *
 * @param receivedAt the time of receipt
 * @param propagationFields what names the trace of the request
 * @param body the JSON as received; not copied
 * @param death why and when it became a dead letter, or {@code null} if it never was one
 */
record StoredNotification(Instant receivedAt, Map<String, String> propagationFields, byte[] body,
		@Nullable Death death) {

	static StoredNotification of(SmsNotification notification) {
		return new StoredNotification(notification.receivedAt(), notification.context().propagationFields(),
				notification.body(), null);
	}

	StoredNotification dead(Death death) {
		return new StoredNotification(this.receivedAt, this.propagationFields, this.body, death);
	}

	@Override
	public String toString() {
		return "StoredNotification[***]";
	}

	/**
	 * End of the attempts to deliver a notification.
	 *
	 * @param since when the last attempt failed
	 * @param attempts the number of attempts made
	 * @param failure the class name of the last exception, or {@code null} if the process
	 * ended instead
	 */
	record Death(Instant since, int attempts, @Nullable String failure) {

	}

}
