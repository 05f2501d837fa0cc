package com.zonitel.sms.inbox.jdbc;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zonitel.sms.inbox.RedactedException;
import com.zonitel.sms.inbox.jdbc.NotificationTable.NextDelivery;
import com.zonitel.sms.inbox.jdbc.StoredNotification.LastFailure;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;

/**
 * The task that publishes stored notifications to listeners and decides what becomes of
 * them: they are removed, delivered again or kept as dead letters.
 */
class DeliveryTask {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final Duration MAX_WAIT_FOR_OTHERS = Duration.ofSeconds(30);

	private static final Duration RELEASE_DELAY = Duration.ofSeconds(10);

	private static final int MAX_STACK_TRACE_LENGTH = 16_000;

	private final SmsNotificationParser parser = new SmsNotificationParser();

	private final ReadWriteLock alone = new ReentrantReadWriteLock();

	private final AtomicBoolean unknownFormatLogged = new AtomicBoolean();

	private final NotificationTable table;

	private final OutcomeWriter outcomes;

	private final RunningDeliveries running;

	private final Publication publication;

	private final RetrySchedule retry;

	private final Clock clock;

	private volatile boolean stopping;

	DeliveryTask(NotificationTable table, OutcomeWriter outcomes, RunningDeliveries running, Publication publication,
			RetrySchedule retry, Clock clock) {
		this.table = table;
		this.outcomes = outcomes;
		this.running = running;
		this.publication = publication;
		this.retry = retry;
		this.clock = clock;
	}

	/**
	 * Return the task for db-scheduler.
	 * @param leases tells whether the lease of a delivery without heartbeats is lost
	 * @return the task
	 */
	Task<StoredNotification> toTask(Leases leases) {
		return Tasks.custom(NotificationTable.DELIVERY, StoredNotification.class)
			.onFailure((complete, operations) -> failed(complete.getExecution(),
					complete.getCause().orElseGet(IllegalStateException::new)))
			.onDeadExecution((complete, operations) -> {
				if (leases.isAbandoned(complete.getExecution())) {
					takeOver(complete.getExecution(), leases.isCrash(complete.getExecution()));
				}
			})
			.execute(this::deliver);
	}

	/**
	 * Count no failures any more: listeners fail since they are interrupted.
	 */
	void stop() {
		this.stopping = true;
	}

	/**
	 * Have a notification delivered by whoever has a free worker first.
	 * @param execution the delivery, which has not begun
	 */
	void giveBack(Execution execution) {
		NextDelivery next = new NextDelivery(execution.executionTime, execution.consecutiveFailures,
				Takeovers.of(execution));
		this.outcomes.store(execution, () -> this.table.reschedule(execution, next));
	}

	// db-scheduler asks for the exception's message, and that call may throw
	private CompletionHandler<StoredNotification> deliver(TaskInstance<StoredNotification> instance,
			ExecutionContext context) {
		Execution execution = context.getExecution();
		try {
			return deliver(instance, execution);
		}
		catch (Throwable ex) {
			return (complete, operations) -> failed(execution, ex);
		}
	}

	private CompletionHandler<StoredNotification> deliver(TaskInstance<StoredNotification> instance,
			Execution execution) {
		if (!this.running.started(execution)) {
			return (complete, operations) -> {
			};
		}
		StoredNotification stored = instance.getData();
		if (stored == null) {
			if (this.unknownFormatLogged.compareAndSet(false, true)) {
				logger.warn("SMS notification '" + execution.getId() + "', and maybe others, was stored by another"
						+ " version in a format unknown to this one, and is left to that");
			}
			return release(execution);
		}
		boolean suspicious = Takeovers.of(execution).compareTo(Takeovers.SUSPICIOUS) >= 0;
		Lock lock = suspicious ? this.alone.writeLock() : this.alone.readLock();
		if (!tryLock(lock)) {
			return release(execution);
		}
		try {
			return publish(execution, stored, suspicious);
		}
		finally {
			lock.unlock();
			this.running.listenerReturned(execution);
		}
	}

	private boolean tryLock(Lock lock) {
		try {
			return lock.tryLock(MAX_WAIT_FOR_OTHERS.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private CompletionHandler<StoredNotification> publish(Execution execution, StoredNotification stored,
			boolean suspicious) {
		if (suspicious && !this.table.markAlone(execution)) {
			return lost(execution);
		}
		return switch (this.publication.publish(read(stored), execution)) {
			case DELIVERED -> (complete, operations) -> this.outcomes.remove(execution);
			case DELIVERED_AND_REMOVED -> (complete, operations) -> this.running.finished(execution);
			case LEASE_LOST -> lost(execution);
			case NOT_STARTED -> release(execution);
		};
	}

	private SmsNotification read(StoredNotification stored) {
		try {
			return this.parser.parse(stored.body(), stored.receivedAt(), CallerContext.of(stored.propagationFields()));
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CompletionHandler<StoredNotification> lost(Execution execution) {
		return (complete, operations) -> {
			this.running.finished(execution);
			OutcomeWriter.warnOfLostLease(execution);
		};
	}

	private CompletionHandler<StoredNotification> release(Execution execution) {
		return (complete, operations) -> reschedule(execution, RELEASE_DELAY, execution.consecutiveFailures);
	}

	private void failed(Execution execution, Throwable cause) {
		Thread.interrupted();
		this.running.listenerReturned(execution);
		if (this.stopping) {
			logger.warn("Listener failed for SMS notification '" + execution.getId() + "' while the application stops:"
					+ " it is delivered again", RedactedException.of(cause));
			reschedule(execution, Duration.ZERO, execution.consecutiveFailures);
			return;
		}
		int attempts = execution.consecutiveFailures + 1;
		String failure = "Listener failed for SMS notification '%s' (attempt %d of %d)".formatted(execution.getId(),
				attempts, this.retry.maxAttempts());
		if (attempts >= this.retry.maxAttempts()) {
			logger.error(failure + ": it is kept as a dead letter", RedactedException.of(cause));
			LastFailure last = new LastFailure(nowInMillis(), attempts, describe(cause));
			this.outcomes.store(execution, () -> this.table.moveToDeadLetters(execution, last));
			return;
		}
		Duration delay = this.retry.delayAfter(attempts);
		logger.warn(failure + ": next attempt in " + delay.toMillis() + " ms", RedactedException.of(cause));
		reschedule(execution, delay, attempts);
	}

	private void reschedule(Execution execution, Duration delay, int failures) {
		Takeovers takeovers = Takeovers.of(execution);
		NextDelivery next = new NextDelivery(this.clock.now().plus(delay), failures,
				(takeovers == Takeovers.ALONE) ? Takeovers.SUSPICIOUS : takeovers);
		this.outcomes.store(execution, () -> this.table.reschedule(execution, next));
	}

	private void takeOver(Execution execution, boolean crash) {
		Takeovers takeovers = Takeovers.of(execution);
		if (crash && takeovers == Takeovers.ALONE) {
			LastFailure last = new LastFailure(nowInMillis(), execution.consecutiveFailures + 1, null);
			if (execution.taskInstance.getData() != null && this.table.moveToDeadLetters(execution, last)) {
				logger.error("The process ended for the third time while SMS notification '" + execution.getId()
						+ "' was delivered, the last time with no other: it is kept as a dead letter");
			}
			return;
		}
		NextDelivery next = new NextDelivery(execution.executionTime, execution.consecutiveFailures,
				crash ? takeovers.next() : (takeovers == Takeovers.ALONE) ? Takeovers.SUSPICIOUS : takeovers);
		if (this.table.reschedule(execution, next)) {
			logger.warn("SMS notification '" + execution.getId() + "' is taken over from " + execution.pickedBy);
		}
	}

	private Instant nowInMillis() {
		return this.clock.now().truncatedTo(ChronoUnit.MILLIS);
	}

	private static String describe(Throwable failure) {
		StringWriter text = new StringWriter();
		RedactedException.of(failure).printStackTrace(new PrintWriter(text, true));
		String trace = text.toString();
		return failure.getClass().getName() + "\n"
				+ trace.substring(0, Math.min(trace.length(), MAX_STACK_TRACE_LENGTH));
	}

}
