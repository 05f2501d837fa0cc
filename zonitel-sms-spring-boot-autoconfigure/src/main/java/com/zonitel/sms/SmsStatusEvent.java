package com.zonitel.sms;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Change in the state of an SMS that the account has sent.
 *
 * @since 0.1.0
 */
public sealed interface SmsStatusEvent extends SmsEvent permits SmsSentEvent, SmsDeliveredEvent, SmsFailedEvent {

	/**
	 * Return the message that the notification is about.
	 * @return the message
	 */
	SmsMessage message();

	/**
	 * Return the state of the message. States arrive in any order: a listener that keeps
	 * the latest one asks {@link SmsStatus#mayFollow} first.
	 * @return the state
	 */
	SmsStatus status();

	/**
	 * Return whether no further state is expected to follow.
	 * @return {@code true} for delivered and failed
	 */
	@JsonIgnore
	default boolean isTerminal() {
		return status().isTerminal();
	}

}
