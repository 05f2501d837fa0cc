package com.zonitel.sms.webhook;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

import com.zonitel.sms.inbox.DirectSmsInbox;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a request that a {@link SmsWebhookReception} needs.
 *
 * @param contentLength the declared length of the body in bytes, or -1
 * @param maxBodySize the largest body accepted, in bytes
 * @param startedAt the time at which the head was there, as {@link System#nanoTime()}
 * @param context the context in which the request came
 * @param way the way in which the notification is handed over
 * @param waiting the places of requests that wait for listeners, or {@code null} if these
 * are not limited
 * @param captured the capture of the request, or {@code null} if it is not captured
 */
record ReceptionRequest(long contentLength, int maxBodySize, long startedAt, CallerContext context, Way way,
		@Nullable Semaphore waiting, @Nullable CapturedRequest captured) {

	/**
	 * Add the body to the capture, if the request is captured.
	 * @param body the bytes, which must not be changed
	 */
	void capture(byte[] body) {
		if (this.captured != null) {
			this.captured.body(body);
		}
	}

	/**
	 * Return whether the host has read a part of the body. A server fails the read of a
	 * body that ends too early, so that the caller has sent what is missing.
	 * @param length the length of the body as it was read, in bytes
	 * @return whether bytes are missing
	 */
	boolean isBodyConsumed(int length) {
		return length < this.contentLength;
	}

	/**
	 * Take a place to wait for listeners. Without one the request is answered as soon as
	 * the inbox has been given the notification.
	 * @return whether there was a place; if so, {@link #endWait()} must be called
	 */
	boolean beginWait() {
		return this.way != Way.IMMEDIATE && (this.waiting == null || this.waiting.tryAcquire());
	}

	void endWait() {
		if (this.waiting != null) {
			this.waiting.release();
		}
	}

	/**
	 * Hand a notification over.
	 * @param inbox the inbox
	 * @param notification the notification
	 * @param caller the executor that is given the task which the current thread runs
	 * afterwards, or {@code null} if the thread does not wait for listeners
	 * @return a stage with the receipt, or with what the inbox has thrown
	 */
	CompletionStage<Receipt> handOver(SmsInbox inbox, SmsNotification notification, @Nullable Executor caller) {
		try {
			return (this.way == Way.DIRECT && caller != null && inbox instanceof DirectSmsInbox direct)
					? direct.accept(notification, caller) : inbox.accept(notification);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	/**
	 * Way in which a notification is handed over.
	 */
	enum Way {

		/**
		 * Listeners run on other threads. The answer awaits them until the deadline.
		 */
		QUEUED,

		/**
		 * As queued, but the request is answered as soon as the inbox has been given the
		 * notification.
		 */
		IMMEDIATE,

		/**
		 * Listeners may run on the thread that completes the body.
		 */
		DIRECT

	}

}
