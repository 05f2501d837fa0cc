package com.zonitel.sms.inbox;

/**
 * Strategy that watches deliveries to the listeners of the application, such as for a
 * trace.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SmsDeliveryObserver {

	/**
	 * An observer that watches nothing.
	 */
	SmsDeliveryObserver NONE = (notification, delivery) -> delivery.run();

	/**
	 * Run the delivery, exactly once, on the current thread.
	 * @param notification the notification that is delivered
	 * @param delivery the delivery
	 * @throws RuntimeException whatever the delivery throws
	 */
	void observe(SmsNotification notification, Runnable delivery);

}
