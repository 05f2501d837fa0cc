package com.zonitel.sms.inbox;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Strategy that takes responsibility for notifications and has them delivered to
 * listeners.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SmsInbox {

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
