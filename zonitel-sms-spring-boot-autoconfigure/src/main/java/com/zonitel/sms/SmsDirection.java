package com.zonitel.sms;

/**
 * Direction of an SMS, as seen from the Zonitel account.
 *
 * @since 0.1.0
 */
public enum SmsDirection {

	/**
	 * Received by the account.
	 */
	INBOUND,

	/**
	 * Sent by the account.
	 */
	OUTBOUND

}
