package com.zonitel.sms;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Notification of a status or a shape that this version does not know. Nothing is lost:
 * the JSON is there as it was received.
 *
 * @param notificationId the identifier of this notification, made from its content
 * @param status the status as received, or {@code null} if there is none
 * @param message the message, or {@code null} if there is none of the documented shape
 * @param description Zonitel's own description, or {@code null}
 * @param furtherFields the fields that are not documented, by name
 * @param rawJson the JSON as received
 * @param receivedAt the time of receipt
 * @since 0.1.0
 */
public record SmsUnrecognizedEvent(String notificationId, @Nullable String status, @Nullable SmsMessage message,
		@Nullable String description, Map<String, @Nullable Object> furtherFields, String rawJson,
		Instant receivedAt) implements SmsEvent {

	/**
	 * Create a new instance with an unmodifiable copy of the fields.
	 * @param notificationId the identifier of this notification, made from its content
	 * @param status the status as received, or {@code null} if there is none
	 * @param message the message, or {@code null} if there is none of the documented
	 * shape
	 * @param description Zonitel's own description, or {@code null}
	 * @param furtherFields the fields that are not documented, by name
	 * @param rawJson the JSON as received
	 * @param receivedAt the time of receipt
	 * @throws IllegalArgumentException if the identifier, the JSON or the time is
	 * missing, or a field is of a type that JSON does not have
	 */
	public SmsUnrecognizedEvent {
		Assert.hasText(notificationId, "'notificationId' must not be empty");
		Assert.notNull(rawJson, "'rawJson' must not be null");
		Assert.notNull(receivedAt, "'receivedAt' must not be null");
		furtherFields = JsonFields.copyOf(furtherFields);
	}

	@Override
	public String toString() {
		return "SmsUnrecognizedEvent[notificationId=" + this.notificationId + ", message=" + this.message
				+ ", rawJson=*** (" + this.rawJson.length() + " characters), receivedAt=" + this.receivedAt + "]";
	}

}
