package com.zonitel.sms;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Notification from Zonitel about an SMS, published as an application event.
 * <p>
 * Events are delivered at least once and in no particular order: a listener that must not
 * act twice remembers {@link #notificationId()}.
 * <p>
 * Further types may be added: a {@code switch} over the types of events needs a
 * {@code default}.
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
	 * Return Zonitel's own description of the notification, meant for people.
	 * @return the description, or {@code null} if Zonitel sends none
	 */
	@Nullable String description();

	/**
	 * Return the fields of the notification, beside those of the message, that are not
	 * documented or not of the documented type.
	 * @return the fields by name; see {@link SmsMessage#furtherFields()} for the types of
	 * values
	 */
	Map<String, @Nullable Object> furtherFields();

	/**
	 * Return when the notification was received. Zonitel sends no time of its own.
	 * @return the time of receipt
	 */
	Instant receivedAt();

}
