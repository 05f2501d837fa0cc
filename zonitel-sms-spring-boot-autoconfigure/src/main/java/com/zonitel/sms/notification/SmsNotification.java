package com.zonitel.sms.notification;

import java.time.Instant;

import com.zonitel.sms.SmsEvent;

/**
 * Notification as it was received: its bytes, and the event that is published for it.
 *
 * @since 0.1.0
 */
public final class SmsNotification {

	private final SmsEvent event;

	private final byte[] body;

	private final CallerContext context;

	/**
	 * Create a new instance.
	 * @param event the event that is published for the notification
	 * @param body the JSON as received; not copied
	 * @param context the diagnostic context of the request that brought the notification
	 */
	public SmsNotification(SmsEvent event, byte[] body, CallerContext context) {
		this.event = event;
		this.body = body;
		this.context = context;
	}

	/**
	 * Return the identifier by which duplicates are recognized.
	 * @return the notification's identifier
	 */
	public String id() {
		return this.event.notificationId();
	}

	/**
	 * Return the event that is published to listeners.
	 * @return the event
	 */
	public SmsEvent event() {
		return this.event;
	}

	/**
	 * Return the JSON as received.
	 * @return the bytes, which must not be changed
	 */
	public byte[] body() {
		return this.body;
	}

	/**
	 * Return the diagnostic context of the request that brought the notification.
	 * Listeners run in it.
	 * @return the context
	 */
	public CallerContext context() {
		return this.context;
	}

	/**
	 * Return when the notification was received.
	 * @return the time of receipt
	 */
	public Instant receivedAt() {
		return this.event.receivedAt();
	}

	@Override
	public String toString() {
		return "SmsNotification[" + id() + "]";
	}

}
