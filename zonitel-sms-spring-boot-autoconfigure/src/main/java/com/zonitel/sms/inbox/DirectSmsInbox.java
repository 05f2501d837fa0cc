package com.zonitel.sms.inbox;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import com.zonitel.sms.notification.SmsNotification;

/**
 * {@link SmsInbox} that can have the thread that brings a notification run the listeners.
 *
 * @since 0.1.0
 */
public interface DirectSmsInbox extends SmsInbox {

	/**
	 * Take responsibility for the notification, like {@link #accept(SmsNotification)}.
	 * Listeners that may run at once are left to the caller. Must not block.
	 * @param notification the notification
	 * @param caller the executor that is given the call of the listeners, at most once
	 * and before this method returns; it must run the call, on a thread that may block
	 * @return a stage that completes once the notification may be acknowledged, or must
	 * be refused
	 */
	CompletionStage<Receipt> accept(SmsNotification notification, Executor caller);

	/**
	 * Return how many callers may run listeners at once.
	 * @return the number, {@link Integer#MAX_VALUE} if it is not limited
	 */
	int getMaxCallers();

}
