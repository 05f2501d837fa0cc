package com.zonitel.sms.inbox;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

/**
 * The single place that publishes events to the listeners of the application.
 *
 * @since 0.1.0
 */
public class SmsEventPublisher {

	private final ApplicationEventPublisher publisher;

	private final SmsDeliveryObserver observer;

	/**
	 * Create a new instance without observers.
	 * @param publisher the publisher of the application context
	 */
	public SmsEventPublisher(ApplicationEventPublisher publisher) {
		this(publisher, SmsDeliveryObserver.NONE);
	}

	/**
	 * Create a new instance.
	 * @param publisher the publisher of the application context
	 * @param observer the observer of deliveries
	 */
	public SmsEventPublisher(ApplicationEventPublisher publisher, SmsDeliveryObserver observer) {
		this.publisher = publisher;
		this.observer = observer;
	}

	/**
	 * Publish the event of the notification, in the diagnostic context of its request,
	 * and wait for the application's listeners.
	 * @param notification the notification
	 * @throws RuntimeException whatever a listener throws
	 * @throws IllegalStateException if an observer has not run the delivery, or has
	 * hidden its failure
	 */
	public void publish(SmsNotification notification) {
		notification.context().run(() -> deliver(notification));
	}

	private void deliver(SmsNotification notification) {
		Delivery delivery = new Delivery(notification.event());
		this.observer.observe(notification, delivery);
		delivery.check();
	}

	/**
	 * Delivery of one event. Remembers its outcome, which an observer of the application
	 * may hide. A notification must not be acknowledged if no listener was called, or if
	 * one has failed.
	 */
	private final class Delivery implements Runnable {

		private final SmsEvent event;

		private volatile boolean delivered;

		private volatile @Nullable Throwable failure;

		Delivery(SmsEvent event) {
			this.event = event;
		}

		@Override
		public void run() {
			this.failure = null;
			try {
				SmsEventPublisher.this.publisher.publishEvent(this.event);
				this.delivered = true;
			}
			catch (Throwable ex) {
				this.failure = ex;
				throw ex;
			}
		}

		void check() {
			Throwable failure = this.failure;
			if (failure != null) {
				throw new IllegalStateException("An observer has hidden the failure of a listener", failure);
			}
			Assert.state(this.delivered, "An observer has not run the delivery, or not waited for it");
		}

	}

}
