package com.zonitel.sms.inbox.jdbc;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Inbox while it is open: everything that runs.
 */
class OpenInbox {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private final InboxDatabase database;

	private final JdbcInboxSettings settings;

	private final GroupCommit commits;

	private final OutcomeWriter outcomes;

	private final DeliveryScheduler scheduler;

	OpenInbox(InboxDatabase database, JdbcInboxSettings settings, SmsEventPublisher publisher,
			@Nullable HostTransactions transactions) {
		this.database = database;
		this.settings = settings;
		ClaimedDeliveries claimed = new ClaimedDeliveries(settings.delivery().stuckAfter());
		this.outcomes = new OutcomeWriter(database.notifications(), claimed);
		Publication publication = new Publication(database.notifications(), publisher, transactions);
		DeliveryTask delivery = new DeliveryTask(database.notifications(), this.outcomes, claimed, publication,
				settings.delivery().retry(), database.clock());
		this.scheduler = new DeliveryScheduler(database, settings, delivery, claimed);
		this.commits = new GroupCommit(this::writeAndWake, settings.acceptance().capacity(),
				settings.acceptance().timeout());
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
		interrupted |= isInterruptedIn(() -> this.outcomes.close(this.settings.acceptance().timeout()));
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

	CompletionStage<Receipt> accept(SmsNotification notification) {
		return this.commits.submit(notification);
	}

	InboxDatabase database() {
		return this.database;
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

	DeliveryScheduler scheduler() {
		return this.scheduler;
	}

	private Set<String> writeAndWake(List<SmsNotification> notifications) {
		Set<String> seen = this.database.notifications().write(notifications);
		this.scheduler.wake();
		return seen;
	}

	/**
	 * Step of a stop.
	 */
	private interface Step {

		void run() throws InterruptedException;

	}

}
