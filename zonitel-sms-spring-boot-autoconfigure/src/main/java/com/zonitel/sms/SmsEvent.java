package com.zonitel.sms;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Notification from Zonitel about an SMS, published as an application event.
 * <p>
 * Delivery is at least once and in no particular order: a listener that must not act
 * twice remembers {@link #notificationId()}.
 *
 * @since 0.1.0
 */
public sealed interface SmsEvent permits SmsReceivedEvent, SmsStatusEvent, SmsUnrecognizedEvent {

	/**
	 * Return the identifier of this notification. It stays the same when Zonitel delivers
	 * the notification again and when a listener is called again, so that it can serve as
	 * an idempotency key.
	 * @return the identifier, at most 128 characters
	 */
	String notificationId();

	/**
	 * Return the message that the notification is about.
	 * @return the message; {@code null} only for an {@link SmsUnrecognizedEvent} without
	 * one
	 */
	@Nullable SmsMessage message();

	/**
	 * Return Zonitel's own description of the notification, meant for people.
	 * @return the description, or {@code null} if Zonitel sends none
	 */
	@Nullable String description();

	/**
	 * Return the fields of the notification, beside those of the message, that are not
	 * documented or not of the documented type.
	 * @return the fields by name; values are strings, numbers, booleans, lists, maps or
	 * {@code null}
	 */
	Map<String, @Nullable Object> furtherFields();

	/**
	 * Return when the notification was received. Zonitel sends no time of its own.
	 * @return the time of receipt
	 */
	Instant receivedAt();

}
