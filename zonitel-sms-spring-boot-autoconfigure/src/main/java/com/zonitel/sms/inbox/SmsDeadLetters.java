package com.zonitel.sms.inbox;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The notifications of a durable inbox that are no longer retried. None is ever dropped:
 * each stays until it is requeued or discarded.
 *
 * @since 0.1.0
 */
public interface SmsDeadLetters {

	/**
	 * Return the dead letters.
	 * @param limit the number of dead letters returned at most
	 * @return the dead letters, the oldest first
	 */
	default List<SmsDeadLetter> list(int limit) {
		return list(limit, null);
	}

	/**
	 * Return the dead letters that follow another one, for reading them page by page.
	 * @param limit the number of dead letters returned at most
	 * @param after the last dead letter of the page before, which need not be there any
	 * more, or {@code null} for the first page
	 * @return the dead letters, the oldest first
	 */
	List<SmsDeadLetter> list(int limit, @Nullable SmsDeadLetter after);

	/**
	 * Have a dead letter delivered again, with a fresh count of attempts.
	 * @param notificationId the identifier of the notification
	 * @return whether there was such a dead letter
	 */
	boolean requeue(String notificationId);

	/**
	 * Have all dead letters delivered again, those that were received first before
	 * others.
	 * @return the number of dead letters requeued
	 */
	int requeueAll();

	/**
	 * Delete a dead letter for good.
	 * @param notificationId the identifier of the notification
	 * @return whether there was such a dead letter
	 */
	boolean discard(String notificationId);

}
