package com.zonitel.sms.webhook;

/**
 * How far a {@link SmsWebhookReception} has come.
 */
enum ReceptionState {

	/**
	 * The body arrives.
	 */
	READING,

	/**
	 * The request is or will be answered without a notification.
	 */
	REFUSED,

	/**
	 * The inbox is being given the notification.
	 */
	HANDING_OVER,

	/**
	 * The inbox has been given the notification.
	 */
	HANDED_OVER,

	/**
	 * The deadline has passed while the inbox was being given the notification.
	 */
	OVERDUE

}
