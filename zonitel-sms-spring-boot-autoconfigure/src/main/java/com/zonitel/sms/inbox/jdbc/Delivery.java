package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zonitel.sms.inbox.RedactedException;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.jdbc.StoredNotification.Death;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * Delivers stored notifications to listeners: until they succeed, or have failed too
 * often.
 */
class Delivery {

	private static final Log logger = LogFactory.getLog(JdbcSmsInbox.class);

	private static final long DATABASE_RETRY_MILLIS = 500;

	private static final CompletionHandler<StoredNotification> REMOVED = (complete, operations) -> {
	};

	private final SmsNotificationParser parser = new SmsNotificationParser();

	private final InboxDatabase database;

	private final GroupRemoval removals;

	private final SmsEventPublisher publisher;

	private final RetrySchedule retry;

	private final @Nullable TransactionOperations transaction;

	private final Task<StoredNotification> task;

	private volatile boolean stopping;

	/**
	 * Create a new instance.
	 * @param database the database with the notifications
	 * @param publisher the publisher of events
	 * @param retry when failed deliveries are attempted again
	 * @param transaction the transaction in which listeners run, or {@code null} if they
	 * run in none
	 * @param silence what tells whether a delivery that shows no sign of life is really
	 * dead
	 */
	Delivery(InboxDatabase database, SmsEventPublisher publisher, RetrySchedule retry,
			@Nullable TransactionOperations transaction, Silence silence) {
		this.database = database;
		this.removals = new GroupRemoval(database::removeAndCommit, Delivery::warnOfTakeover);
		this.publisher = publisher;
		this.retry = retry;
		this.transaction = transaction;
		this.task = Tasks.custom(InboxDatabase.DELIVERY, StoredNotification.class)
			.onFailure(this::failed)
			.onDeadExecution((complete, operations) -> {
				if (silence.isDeath(complete.getExecution())) {
					died(complete, operations);
				}
			})
			.execute(this::deliver);
	}

	Task<StoredNotification> task() {
		return this.task;
	}

	TaskInstance<StoredNotification> instance(SmsNotification notification) {
		return new TaskInstance<>(InboxDatabase.DELIVERY, notification.id(), StoredNotification.of(notification));
	}

	void start() {
		this.removals.start();
	}

	/**
	 * Let failures be followed by an attempt at once, elsewhere, and wait for no database
	 * any more.
	 */
	void stop() {
		this.stopping = true;
	}

	/**
	 * Remove what was delivered.
	 * @param patience the time to wait for it
	 * @throws InterruptedException if the current thread is interrupted
	 */
	void close(Duration patience) throws InterruptedException {
		this.removals.close(patience);
	}

	/**
	 * Return whether a notification is delivered and still to be removed.
	 * @param execution the delivery
	 * @return whether it will be removed
	 */
	boolean isDone(Execution execution) {
		return this.removals.isPending(execution);
	}

	private CompletionHandler<StoredNotification> deliver(TaskInstance<StoredNotification> instance,
			ExecutionContext context) {
		SmsNotification notification = read(instance.getData());
		if (this.transaction == null) {
			this.publisher.publish(notification);
			return this::remove;
		}
		Boolean removed = this.transaction.execute((status) -> {
			this.publisher.publish(notification);
			boolean joined = this.database.takesPartIn(TransactionSynchronizationManager::hasResource);
			if (joined && !this.database.remove(List.of(context.getExecution())).isEmpty()) {
				status.setRollbackOnly();
				warnOfTakeover(context.getExecution());
			}
			return joined;
		});
		return Boolean.TRUE.equals(removed) ? REMOVED : this::remove;
	}

	private SmsNotification read(StoredNotification stored) {
		try {
			return this.parser.parse(stored.body(), stored.receivedAt(), CallerContext.of(stored.propagationFields()));
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void remove(ExecutionComplete complete, ExecutionOperations<StoredNotification> operations) {
		this.removals.remove(complete.getExecution());
	}

	private void failed(ExecutionComplete complete, ExecutionOperations<StoredNotification> operations) {
		Execution execution = complete.getExecution();
		Throwable cause = complete.getCause().orElse(null);
		Assert.state(cause != null, "'cause' must not be null");
		int attempts = execution.consecutiveFailures + 1;
		String failure = "Listener failed for SMS notification '%s' (attempt %d of %d)".formatted(execution.getId(),
				attempts, this.retry.maxAttempts());
		if (attempts >= this.retry.maxAttempts()) {
			logger.error(failure + ": it is kept as a dead letter", RedactedException.of(cause));
			bury(complete, operations, cause.getClass().getName());
			return;
		}
		Duration delay = this.stopping ? Duration.ZERO : this.retry.delayAfter(attempts);
		logger.warn(failure + ": next attempt in " + delay.toMillis() + " ms", RedactedException.of(cause));
		persist(execution, () -> operations.reschedule(complete, Instant.now().plus(delay)));
	}

	private void died(ExecutionComplete complete, ExecutionOperations<StoredNotification> operations) {
		Execution execution = complete.getExecution();
		int attempts = execution.consecutiveFailures + 1;
		if (attempts >= this.retry.maxAttempts()) {
			logger.error("The process ended during attempt %d of %d to deliver SMS notification '%s': it is kept as a"
				.formatted(attempts, this.retry.maxAttempts(), execution.getId()) + " dead letter");
			bury(complete, operations, null);
			return;
		}
		logger.warn("SMS notification '" + execution.getId() + "' is taken over from " + execution.pickedBy);
		operations.reschedule(complete, Instant.now());
	}

	private void bury(ExecutionComplete complete, ExecutionOperations<StoredNotification> operations,
			@Nullable String failure) {
		Execution execution = complete.getExecution();
		Instant now = Instant.now();
		StoredNotification stored = (StoredNotification) execution.taskInstance.getData();
		Death death = new Death(now, execution.consecutiveFailures + 1, failure);
		TaskInstance<StoredNotification> deadLetter = new TaskInstance<>(InboxDatabase.DEAD_LETTER, execution.getId(),
				stored.dead(death));
		persist(execution, () -> operations
			.removeAndScheduleNew(SchedulableInstance.of(deadLetter, now.plus(InboxDatabase.DEAD_FOR))));
	}

	/**
	 * Note down the outcome of a delivery, however long the database is away: otherwise
	 * the notification would be delivered again.
	 */
	private void persist(Execution execution, Runnable update) {
		while (true) {
			try {
				update.run();
				return;
			}
			catch (ExecutionException ex) {
				warnOfTakeover(execution);
				return;
			}
			catch (RuntimeException ex) {
				if (this.stopping || !pause()) {
					throw ex;
				}
			}
		}
	}

	private static void warnOfTakeover(Execution execution) {
		logger.warn("SMS notification '" + execution.getId()
				+ "' was taken over by another instance meanwhile, so that listeners may see it again");
	}

	private static boolean pause() {
		try {
			Thread.sleep(DATABASE_RETRY_MILLIS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Judges deliveries that show no sign of life.
	 */
	interface Silence {

		/**
		 * Return whether whoever made the delivery is dead.
		 * @param execution the delivery
		 * @return {@code false} if it may just have been unable to give a sign
		 */
		boolean isDeath(Execution execution);

	}

}
