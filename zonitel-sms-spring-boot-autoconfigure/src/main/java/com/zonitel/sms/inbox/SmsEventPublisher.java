package com.zonitel.sms.inbox;

import java.util.concurrent.atomic.AtomicBoolean;

import com.zonitel.sms.notification.SmsNotification;

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
	 * Create a new instance that nobody watches.
	 * @param publisher the publisher of the application context
	 */
	public SmsEventPublisher(ApplicationEventPublisher publisher) {
		this(publisher, SmsDeliveryObserver.NONE);
	}

	/**
	 * Create a new instance.
	 * @param publisher the publisher of the application context
	 * @param observer what watches deliveries
	 */
	public SmsEventPublisher(ApplicationEventPublisher publisher, SmsDeliveryObserver observer) {
		this.publisher = publisher;
		this.observer = observer;
	}

	/**
	 * Publish the event of the notification, in the context in which that came, and wait
	 * for the application's listeners.
	 * @param notification the notification
	 * @throws RuntimeException whatever a listener throws
	 * @throws IllegalStateException if an observer has not run the delivery
	 */
	public void publish(SmsNotification notification) {
		notification.context().run(() -> deliver(notification));
	}

	private void deliver(SmsNotification notification) {
		AtomicBoolean published = new AtomicBoolean();
		this.observer.observe(notification, () -> {
			published.set(true);
			this.publisher.publishEvent(notification.event());
		});
		// what no listener was given must not be acknowledged
		Assert.state(published.get(), "an observer has not run the delivery");
	}

}
