package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.util.Set;

import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInboxStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Holds everything that runs while the inbox is open.
 *
 * @param database the database
 * @param commits the writer of accepted notifications
 * @param scheduler the scheduler of deliveries
 * @param outcomes the writer of outcomes
 * @param timeout the time that a stop waits for the last outcomes to be stored
 */
record OpenInbox(InboxDatabase database, GroupCommit commits, DeliveryScheduler scheduler, OutcomeWriter outcomes,
		Duration timeout) {

	private static final SafeLog logger = SafeLog.INSTANCE;

	static OpenInbox create(InboxDatabase database, JdbcInboxSettings settings, SmsEventPublisher publisher,
			@Nullable HostTransactions transactions) {
		NotificationTable table = database.notifications();
		ClaimedDeliveries claimed = new ClaimedDeliveries(settings.delivery().stuckAfter());
		OutcomeWriter outcomes = new OutcomeWriter(table, claimed);
		DeliveryTask delivery = new DeliveryTask(table, outcomes, claimed, publisher, transactions,
				settings.delivery().retry(), database.clock());
		DeliveryScheduler scheduler = new DeliveryScheduler(database, settings, delivery, claimed);
		GroupCommit commits = new GroupCommit((notifications) -> {
			Set<String> seen = table.write(notifications);
			scheduler.wake();
			return seen;
		}, settings.acceptance().capacity(), settings.acceptance().timeout());
		return new OpenInbox(database, commits, scheduler, outcomes, settings.acceptance().timeout());
	}

	void start() {
		this.outcomes.start();
		this.scheduler.start();
	}

	/**
	 * Stop in this order: refuse new notifications and write those that were taken, stop
	 * claiming and wait for running deliveries, store their outcomes. What is left is
	 * delivered by other instances or after the next start.
	 */
	void stop() {
		boolean interrupted = Thread.interrupted();
		interrupted |= isInterruptedIn(this.commits::close);
		interrupted |= isInterruptedIn(this.scheduler::stop);
		interrupted |= isInterruptedIn(() -> this.outcomes.close(this.timeout));
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean isInterruptedIn(Step step) {
		try {
			step.run();
			return Thread.interrupted();
		}
		catch (InterruptedException ex) {
			return true;
		}
		catch (Throwable ex) {
			logger.warn("The SMS inbox is not stopped in order", ex);
			return Thread.interrupted();
		}
	}

	/**
	 * Return what the inbox holds.
	 * @return the status of a few seconds ago, or {@code null} if it is not known yet
	 * @throws IllegalStateException if the database was away, or takes no changes
	 */
	@Nullable SmsInboxStatus status() {
		Assert.state(!this.outcomes.isFailing(), "Outcomes of deliveries cannot be stored in the database");
		return this.scheduler.status();
	}

	/**
	 * Step of a stop.
	 */
	private interface Step {

		void run() throws InterruptedException;

	}

}
