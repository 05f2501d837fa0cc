package com.zonitel.sms.webhook;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

/**
 * Strategy that watches the webhook, such as for metrics. There may be several. Each is
 * called on the threads that receive and answer, for every request, so it must be quick.
 * What it throws is logged and has no effect on the answer.
 *
 * @since 0.1.0
 */
public interface SmsWebhookObserver {

	/**
	 * A caller was authenticated by one of several secrets.
	 * @param secretPosition the position of the secret, from 0
	 */
	default void authenticated(int secretPosition) {
	}

	/**
	 * A request was refused before any of its body was read.
	 * @param answer the answer
	 */
	default void refused(SmsWebhookAnswer answer) {
	}

	/**
	 * A request was answered whose body was to be read.
	 * @param answer the answer
	 * @param notification the notification, or {@code null} if there was none in the body
	 * @param receipt the receipt of the inbox, or {@code null} if there is none
	 * @param nanos the time from the request's head to the answer, in nanoseconds
	 */
	default void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
			long nanos) {
	}

	/**
	 * A body broke off before it was complete, most often since the client was gone.
	 */
	default void aborted() {
	}

}
