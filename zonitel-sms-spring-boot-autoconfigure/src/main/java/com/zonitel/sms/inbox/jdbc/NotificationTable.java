package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.inbox.jdbc.StoredNotification.LastFailure;
import com.zonitel.sms.notification.SmsNotification;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Table of the notifications, with db-scheduler's columns. Whoever has claimed a row
 * holds a lease on it until the row's version changes: the outcome of a delivery is one
 * statement that has no effect once the lease is lost. Of the columns that db-scheduler
 * leaves to recurring tasks, {@code last_success} holds the {@link Takeovers}, and
 * {@code last_failure} the time of receipt once a row is no longer due at that time.
 */
interface NotificationTable {

	/**
	 * Task of the notifications that are to be delivered.
	 */
	String DELIVERY = "deliver";

	/**
	 * Time from the death of a notification until its dead letter would be due.
	 */
	Duration DEAD_LETTER_DELAY = Duration.ofDays(365_000);

	/**
	 * Name of the holder of a lease that is left over from a clean stop.
	 */
	String STOPPED = "(stopped)";

	/**
	 * Have db-scheduler claim rows in the way that suits the database.
	 * @param scheduler the builder of the scheduler
	 * @param workers the workers to claim for
	 * @param claimed is told of rows that are claimed before a worker is free
	 */
	void configure(SchedulerBuilder scheduler, Workers workers, ClaimedDeliveries claimed);

	Duration searchInterval();

	/**
	 * Remember and store the notifications that were not seen before, and commit.
	 * @param notifications the notifications, of which no two have the same identifier
	 * @return the identifiers of those that were seen before
	 */
	Set<String> write(List<SmsNotification> notifications);

	/**
	 * Remove delivered notifications, and commit.
	 * @param version the version of all their leases
	 * @param executions the deliveries
	 * @return those whose lease is lost
	 */
	List<Execution> remove(long version, List<Execution> executions);

	/**
	 * Remove a delivered notification in a transaction of the application.
	 * @param execution the delivery
	 * @param transaction executes statements in the transaction
	 * @return {@code false} if the lease is lost
	 */
	boolean remove(Execution execution, JdbcOperations transaction);

	/**
	 * Give up the lease and have the notification delivered later.
	 * @param execution the delivery
	 * @param at the time of the next delivery
	 * @param failures the number of attempts in which a listener has failed
	 * @param takeovers the number of deliveries that were taken over from a process that
	 * ended
	 * @return {@code false} if the lease is lost
	 */
	boolean reschedule(Execution execution, Instant at, int failures, Takeovers takeovers);

	/**
	 * Give up the lease and keep the notification as a dead letter.
	 * @param execution the delivery
	 * @param failure the last failure
	 * @return {@code false} if the lease is lost
	 */
	boolean moveToDeadLetters(Execution execution, LastFailure failure);

	/**
	 * Note that nothing else runs on this instance during the delivery.
	 * @param execution the delivery
	 * @return {@code false} if the lease is lost
	 */
	boolean markAlone(Execution execution);

	/**
	 * Note that the deliveries of an instance that do not finish are not to be counted,
	 * as it is stopped and has not crashed.
	 * @param instance the name of the instance
	 */
	void markStopped(String instance);

	/**
	 * Change nothing in the way in which leases are renewed.
	 * @throws DataAccessException if the database takes no changes
	 */
	void checkWritable();

	/**
	 * Have those notifications delivered now whose time of receipt lies in the future,
	 * since the database's clock was set back afterwards.
	 * @param now the time by the database's clock
	 * @return whether there are any
	 */
	boolean bringForward(Instant now);

	SmsInboxStatus status();

}
