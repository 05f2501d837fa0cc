package com.zonitel.sms;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An SMS was received by the account (status {@code received}).
 *
 * @param notificationId the identifier of this notification
 * @param message the message
 * @param description Zonitel's own description, or {@code null}
 * @param furtherFields the fields that are not documented, by name
 * @param receivedAt the time of receipt
 * @since 0.1.0
 */
public record SmsReceivedEvent(String notificationId, SmsMessage message, @Nullable String description,
		Map<String, @Nullable Object> furtherFields, Instant receivedAt) implements SmsEvent {

	/**
	 * Create a new instance with an unmodifiable copy of the fields.
	 * @param notificationId the identifier of this notification
	 * @param message the message
	 * @param description Zonitel's own description, or {@code null}
	 * @param furtherFields the fields that are not documented, by name
	 * @param receivedAt the time of receipt
	 * @throws IllegalArgumentException if the identifier, the message or the time is
	 * missing, or a field is of a type that JSON does not have
	 */
	public SmsReceivedEvent {
		Assert.hasText(notificationId, "'notificationId' must not be empty");
		Assert.notNull(message, "'message' must not be null");
		Assert.notNull(receivedAt, "'receivedAt' must not be null");
		furtherFields = JsonFields.copyOf(furtherFields);
	}

	@Override
	public String toString() {
		return "SmsReceivedEvent[notificationId=" + this.notificationId + ", message=" + this.message + ", receivedAt="
				+ this.receivedAt + "]";
	}

}
