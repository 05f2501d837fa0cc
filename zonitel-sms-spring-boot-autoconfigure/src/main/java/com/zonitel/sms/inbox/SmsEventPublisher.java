package com.zonitel.sms.inbox;

import org.springframework.context.ApplicationEventPublisher;

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
	 */
	public void publish(SmsNotification notification) {
		notification.context()
			.run(() -> this.observer.observe(notification, () -> this.publisher.publishEvent(notification.event())));
	}

}
