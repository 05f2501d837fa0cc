package com.zonitel.sms;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Change in the state of an SMS that the account has sent.
 *
 * @since 0.1.0
 */
public sealed interface SmsStatusEvent extends SmsEvent permits SmsSentEvent, SmsDeliveredEvent, SmsFailedEvent {

	@Override
	SmsMessage message();

	/**
	 * Return whether no further state is expected to follow.
	 * @return {@code true} for delivered and failed
	 */
	@JsonIgnore
	boolean isTerminal();

}
