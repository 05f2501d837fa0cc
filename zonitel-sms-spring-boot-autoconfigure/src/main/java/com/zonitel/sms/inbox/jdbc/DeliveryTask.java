package com.zonitel.sms.inbox.jdbc;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zonitel.sms.inbox.RedactedException;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.jdbc.StoredNotification.LastFailure;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The task that publishes stored notifications to listeners and decides what becomes of
 * them: they are removed, delivered again or kept as dead letters. Where listeners run in
 * a transaction of the application on the inbox's database, the removal is part of it.
 */
class DeliveryTask {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final Duration MAX_WAIT_FOR_OTHERS = Duration.ofSeconds(30);

	private static final Duration PUT_OFF = Duration.ofSeconds(10);

	private static final int MAX_STACK_TRACE_LENGTH = 16_000;

	private final SmsNotificationParser parser = new SmsNotificationParser();

	/**
	 * Held for reading by each delivery, and for writing by one that runs alone.
	 */
	private final ReadWriteLock deliveries = new ReentrantReadWriteLock();

	private final AtomicBoolean unknownFormatLogged = new AtomicBoolean();

	private final NotificationTable table;

	private final OutcomeWriter outcomes;

	private final ClaimedDeliveries claimed;

	private final SmsEventPublisher publisher;

	private final @Nullable HostTransactions transactions;

	private final RetrySchedule retry;

	private final Clock clock;

	private volatile boolean stopping;

	DeliveryTask(NotificationTable table, OutcomeWriter outcomes, ClaimedDeliveries claimed,
			SmsEventPublisher publisher, @Nullable HostTransactions transactions, RetrySchedule retry, Clock clock) {
		this.table = table;
		this.outcomes = outcomes;
		this.claimed = claimed;
		this.publisher = publisher;
		this.transactions = transactions;
		this.retry = retry;
		this.clock = clock;
	}

	Task<StoredNotification> toTask(LeaseInspector leases) {
		return Tasks.custom(NotificationTable.DELIVERY, StoredNotification.class)
			.onFailure((complete, operations) -> fail(complete.getExecution(),
					complete.getCause().orElseGet(IllegalStateException::new)))
			.onDeadExecution((complete, operations) -> {
				if (leases.isAbandoned(complete.getExecution())) {
					takeOver(complete.getExecution(), leases.isCrash(complete.getExecution()));
				}
			})
			.execute((instance, context) -> {
				deliver(context.getExecution());
				return (complete, operations) -> {
				};
			});
	}

	/**
	 * Count no failures from now on: listeners fail because they are interrupted.
	 */
	void stopCountingFailures() {
		this.stopping = true;
	}

	/**
	 * Have a notification delivered by whoever has a free worker first.
	 * @param execution the delivery, of which no listener knows yet
	 */
	void giveBack(Execution execution) {
		reschedule(execution, execution.executionTime, execution.consecutiveFailures);
	}

	// db-scheduler would ask the exception for its message, and that call may throw
	private void deliver(Execution execution) {
		try {
			if (this.claimed.begin(execution)) {
				deliver(execution, (StoredNotification) execution.taskInstance.getData());
			}
		}
		catch (Throwable ex) {
			fail(execution, ex);
		}
		finally {
			this.claimed.listenerReturned(execution);
		}
	}

	private void deliver(Execution execution, @Nullable StoredNotification stored) {
		if (stored == null) {
			if (this.unknownFormatLogged.compareAndSet(false, true)) {
				logger.warn("SMS notification '" + execution.getId() + "', and maybe others, was stored by another"
						+ " version in a format unknown to this one, and is left to that");
			}
			putOff(execution);
			return;
		}
		boolean alone = Takeovers.of(execution).compareTo(Takeovers.SUSPICIOUS) >= 0;
		if (alone && (this.claimed.countStuck() > 0 || this.claimed.hasRunFor(MAX_WAIT_FOR_OTHERS))) {
			putOff(execution);
			return;
		}
		Lock lock = alone ? this.deliveries.writeLock() : this.deliveries.readLock();
		if (!tryLock(lock)) {
			if (alone) {
				putOff(execution);
			}
			else {
				giveBack(execution);
			}
			return;
		}
		try {
			publish(execution, stored, alone);
		}
		finally {
			lock.unlock();
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

	private void publish(Execution execution, StoredNotification stored, boolean alone) {
		if (alone && !markAlone(execution)) {
			return;
		}
		SmsNotification notification = read(stored);
		if (this.transactions != null) {
			publishInTransaction(notification, execution, this.transactions).run();
		}
		else {
			this.publisher.publish(notification);
			this.outcomes.remove(execution);
		}
	}

	private boolean markAlone(Execution execution) {
		try {
			boolean held = this.table.markAlone(execution);
			if (!held) {
				this.outcomes.leaseLost(execution);
			}
			return held;
		}
		catch (DataAccessException ex) {
			logger.warn("SMS notification '" + execution.getId() + "' is delivered later: the database takes no note"
					+ " that nothing else runs beside it", ex);
			putOff(execution);
			return false;
		}
	}

	/**
	 * Publish a notification in a transaction of the application.
	 * @return what is to be done once the transaction has ended
	 */
	private Runnable publishInTransaction(SmsNotification notification, Execution execution,
			HostTransactions transactions) {
		AtomicBoolean begun = new AtomicBoolean();
		try {
			return new TransactionTemplate(transactions.manager()).execute((status) -> {
				begun.set(true);
				return publishAndRemove(notification, execution, transactions.dataSource(), status);
			});
		}
		catch (TransactionException ex) {
			if (begun.get()) {
				throw ex;
			}
			logger.warn("No transaction could be begun for SMS notification '" + execution.getId()
					+ "', which is delivered later", ex);
			return () -> putOff(execution);
		}
	}

	private Runnable publishAndRemove(SmsNotification notification, Execution execution, DataSource database,
			TransactionStatus status) {
		boolean removes = isBoundToTransaction(database);
		try {
			this.publisher.publish(notification);
		}
		finally {
			// H2 closes a database file that an interrupted thread touches
			Thread.interrupted();
		}
		if (!removes) {
			return () -> this.outcomes.remove(execution);
		}
		if (this.table.remove(execution, new JdbcTemplate(database))) {
			return () -> this.claimed.finished(execution);
		}
		status.setRollbackOnly();
		return () -> this.outcomes.leaseLost(execution);
	}

	/**
	 * Return whether the transaction that has just begun holds a connection to the
	 * database, and statements on that are not committed one by one.
	 */
	private static boolean isBoundToTransaction(DataSource database) {
		try {
			return TransactionSynchronizationManager.getResource(database) instanceof ConnectionHolder holder
					&& !holder.getConnection().getAutoCommit();
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private SmsNotification read(StoredNotification stored) {
		try {
			return this.parser.parse(stored.body(), stored.receivedAt(), CallerContext.of(stored.propagationFields()));
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void putOff(Execution execution) {
		reschedule(execution, this.clock.now().plus(PUT_OFF), execution.consecutiveFailures);
	}

	private void fail(Execution execution, Throwable cause) {
		Thread.interrupted();
		this.claimed.listenerReturned(execution);
		try {
			storeFailure(execution, cause);
		}
		catch (Throwable ex) {
			// such as for lack of memory: the lease is lost soon, also to this instance
			this.claimed.finished(execution);
			throw ex;
		}
	}

	private void storeFailure(Execution execution, Throwable cause) {
		if (this.stopping) {
			logger.warn("Listener failed for SMS notification '" + execution.getId() + "' while the application stops:"
					+ " it is delivered again", RedactedException.of(cause));
			reschedule(execution, this.clock.now(), execution.consecutiveFailures);
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
		reschedule(execution, this.clock.now().plus(delay), attempts);
	}

	private void reschedule(Execution execution, Instant at, int failures) {
		Takeovers takeovers = Takeovers.of(execution).afterDelivery();
		this.outcomes.store(execution, () -> this.table.reschedule(execution, at, failures, takeovers));
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
		Takeovers after = crash ? takeovers.afterCrash() : takeovers.afterDelivery();
		if (this.table.reschedule(execution, execution.executionTime, execution.consecutiveFailures, after)) {
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
