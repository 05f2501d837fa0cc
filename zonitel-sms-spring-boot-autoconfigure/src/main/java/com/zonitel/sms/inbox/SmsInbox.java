package com.zonitel.sms.inbox;

import java.util.concurrent.CompletionStage;

import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Strategy that takes responsibility for notifications and has them delivered to
 * listeners.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SmsInbox {

	/**
	 * Lifecycle phase of an inbox, just below the one in which Boot starts and stops web
	 * servers: started before the port opens and stopped after the last request.
	 */
	int LIFECYCLE_PHASE = SmartLifecycle.DEFAULT_PHASE - 2048 - 1;

	/**
	 * Take responsibility for the notification. Must not block. A stage that completes
	 * exceptionally, and an exception thrown, count as {@link Receipt#UNAVAILABLE}.
	 * @param notification the notification
	 * @return a stage that completes once the notification may be acknowledged, or must
	 * be refused
	 */
	CompletionStage<Receipt> accept(SmsNotification notification);

	/**
	 * Return what holds for a notification whose stage has not completed when the time
	 * for the acknowledgement runs out.
	 * @return {@link Receipt#ACCEPTED} only if the inbox is responsible from the moment
	 * that {@link #accept} has returned an incomplete stage; by default
	 * {@link Receipt#UNAVAILABLE}
	 */
	default Receipt receiptAtDeadline() {
		return Receipt.UNAVAILABLE;
	}

	/**
	 * Return what the inbox holds, for operators. May be a moment old.
	 * @return the status, or {@code null} if it is not known
	 */
	default @Nullable SmsInboxStatus status() {
		return null;
	}

}
