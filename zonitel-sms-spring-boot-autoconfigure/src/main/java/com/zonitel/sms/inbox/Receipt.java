package com.zonitel.sms.inbox;

/**
 * Answer of an inbox to a notification.
 *
 * @since 0.1.0
 */
public enum Receipt {

	/**
	 * The inbox has taken responsibility: the notification may be acknowledged.
	 */
	ACCEPTED,

	/**
	 * The inbox has the notification already: it may be acknowledged and does not reach
	 * listeners again.
	 */
	DUPLICATE,

	/**
	 * A listener threw and the inbox does not keep the notification: it should be sent
	 * again.
	 */
	LISTENER_FAILED,

	/**
	 * The inbox cannot take the notification now, since it is full, unreachable or
	 * shutting down: it should be sent again later.
	 */
	UNAVAILABLE

}
