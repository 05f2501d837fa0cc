package com.zonitel.sms.inbox.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publication of a notification to the listeners, where asked for in a transaction of the
 * application, in which the notification is removed as well if the transaction is one of
 * the inbox's database.
 */
class Publication {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private final NotificationTable table;

	private final SmsEventPublisher publisher;

	private final @Nullable HostTransactions transactions;

	Publication(NotificationTable table, SmsEventPublisher publisher, @Nullable HostTransactions transactions) {
		this.table = table;
		this.publisher = publisher;
		this.transactions = transactions;
	}

	/**
	 * Publish the event of a notification and wait for the listeners.
	 * @param notification the notification
	 * @param execution the delivery
	 * @return what became of it
	 * @throws RuntimeException whatever a listener throws
	 */
	Result publish(SmsNotification notification, Execution execution) {
		if (this.transactions != null) {
			return publish(notification, execution, this.transactions);
		}
		this.publisher.publish(notification);
		return Result.DELIVERED;
	}

	private Result publish(SmsNotification notification, Execution execution, HostTransactions transactions) {
		AtomicBoolean begun = new AtomicBoolean();
		try {
			return new TransactionTemplate(transactions.manager()).execute((status) -> {
				begun.set(true);
				return publish(notification, execution, transactions.dataSource(), status);
			});
		}
		catch (TransactionException ex) {
			if (begun.get()) {
				throw ex;
			}
			logger.warn("No transaction could be begun for SMS notification '" + execution.getId()
					+ "', which is delivered later", ex);
			return Result.NOT_STARTED;
		}
	}

	private Result publish(SmsNotification notification, Execution execution, DataSource database,
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
			return Result.DELIVERED;
		}
		if (this.table.remove(execution, new JdbcTemplate(database))) {
			return Result.DELIVERED_AND_REMOVED;
		}
		status.setRollbackOnly();
		return Result.LEASE_LOST;
	}

	/**
	 * Whether the transaction that has just begun holds a connection to the database, and
	 * statements on that are not committed one by one.
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
