package com.zonitel.sms.inbox;

import com.zonitel.sms.notification.SmsNotification;

/**
 * Strategy that watches deliveries to the listeners of the application, such as for a
 * trace. There may be several, the first of which is the outermost.
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

	/**
	 * Return an observer that runs another one inside of this one.
	 * @param inner the other observer
	 * @return the composed observer
	 */
	default SmsDeliveryObserver around(SmsDeliveryObserver inner) {
		return (notification, delivery) -> observe(notification, () -> inner.observe(notification, delivery));
	}

}
