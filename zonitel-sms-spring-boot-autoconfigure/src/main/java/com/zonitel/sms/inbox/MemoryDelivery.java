package com.zonitel.sms.inbox;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Delivery of one notification by a {@link MemorySmsInbox}; completes with its receipt.
 */
final class MemoryDelivery extends CompletableFuture<Receipt> {

	private final String id;

	private final long hash;

	private final Instant receivedAt;

	private @Nullable SmsNotification notification;

	MemoryDelivery(SmsNotification notification, long hash) {
		this.id = notification.id();
		this.hash = hash;
		this.receivedAt = notification.receivedAt();
		this.notification = notification;
	}

	String id() {
		return this.id;
	}

	/**
	 * Return the hash of the identifier.
	 * @return the hash, as of {@link HandledNotifications#hash}
	 */
	long hash() {
		return this.hash;
	}

	Instant receivedAt() {
		return this.receivedAt;
	}

	/**
	 * Return the notification, once, and release it.
	 * @return the notification
	 */
	SmsNotification takeNotification() {
		SmsNotification notification = this.notification;
		Assert.state(notification != null, "The notification is delivered already");
		this.notification = null;
		return notification;
	}

	/**
	 * Return the receipt for a notification with the same identifier that came meanwhile.
	 * @return a stage that completes when this delivery does
	 */
	CompletionStage<Receipt> receiptForDuplicate() {
		return thenApply((receipt) -> (receipt == Receipt.ACCEPTED) ? Receipt.DUPLICATE : receipt);
	}

}
