package com.zonitel.sms.inbox;

import com.zonitel.sms.SmsEvent;

import org.springframework.context.ApplicationEventPublisher;

/**
 * The single place that publishes events to the listeners of the application.
 *
 * @since 0.1.0
 */
public class SmsEventPublisher {

	private final ApplicationEventPublisher publisher;

	/**
	 * Create a new instance.
	 * @param publisher the publisher of the application context
	 */
	public SmsEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Publish the event and wait for the application's listeners.
	 * @param event the event
	 * @throws RuntimeException whatever a listener throws
	 */
	public void publish(SmsEvent event) {
		this.publisher.publishEvent(event);
	}

}
