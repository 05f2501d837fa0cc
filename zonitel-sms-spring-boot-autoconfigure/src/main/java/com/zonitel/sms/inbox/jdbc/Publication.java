package com.zonitel.sms.inbox.jdbc;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.notification.SmsNotification;

/**
 * Way in which the listeners are given a notification.
 */
interface Publication {

	/**
	 * Publish the event of a notification and wait for the listeners.
	 * @param notification the notification
	 * @param execution the delivery
	 * @return what became of it
	 * @throws RuntimeException whatever a listener throws
	 */
	Result publish(SmsNotification notification, Execution execution);

	/**
	 * Return a publication outside of transactions.
	 * @param publisher the publisher of events
	 * @return the publication
	 */
	static Publication withoutTransaction(SmsEventPublisher publisher) {
		return (notification, execution) -> {
			publisher.publish(notification);
			return Result.DELIVERED;
		};
	}

	/**
	 * What became of a publication.
	 */
	enum Result {

		/**
		 * Listeners have returned, and the notification is still to be removed.
		 */
		DELIVERED,

		/**
		 * Listeners have returned, and the notification is removed.
		 */
		DELIVERED_AND_REMOVED,

		/**
		 * What listeners did was rolled back, since the lease is lost.
		 */
		LEASE_LOST,

		/**
		 * No listener was called.
		 */
		NOT_STARTED

	}

}
