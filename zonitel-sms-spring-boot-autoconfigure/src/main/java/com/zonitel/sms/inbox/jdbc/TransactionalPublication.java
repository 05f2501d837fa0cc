package com.zonitel.sms.inbox.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.notification.SmsNotification;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * Publication in a transaction of the application, in which the notification is removed
 * as well if the transaction is one of the inbox's database.
 */
class TransactionalPublication implements Publication {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private final NotificationTable table;

	private final SmsEventPublisher publisher;

	private final TransactionTemplate transaction;

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	TransactionalPublication(NotificationTable table, SmsEventPublisher publisher, HostTransactions transactions) {
		this.table = table;
		this.publisher = publisher;
		this.transaction = new TransactionTemplate(transactions.manager());
		this.dataSource = transactions.dataSource();
		this.jdbc = new JdbcTemplate(this.dataSource);
	}

	@Override
	public Result publish(SmsNotification notification, Execution execution) {
		AtomicBoolean begun = new AtomicBoolean();
		try {
			Result result = this.transaction.execute((status) -> {
				begun.set(true);
				return publish(notification, execution, status);
			});
			Assert.state(result != null, "'result' must not be null");
			return result;
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

	private Result publish(SmsNotification notification, Execution execution, TransactionStatus status) {
		boolean joined = isBoundToTransaction();
		try {
			this.publisher.publish(notification);
		}
		finally {
			// H2 closes a database file that an interrupted thread touches
			Thread.interrupted();
		}
		if (!joined) {
			return Result.DELIVERED;
		}
		if (this.table.remove(execution, this.jdbc)) {
			return Result.DELIVERED_AND_REMOVED;
		}
		status.setRollbackOnly();
		return Result.LEASE_LOST;
	}

	/**
	 * Whether the transaction that has just begun holds a connection to the database, and
	 * statements on that are not committed one by one.
	 */
	private boolean isBoundToTransaction() {
		try {
			return TransactionSynchronizationManager.getResource(this.dataSource) instanceof ConnectionHolder holder
					&& !holder.getConnection().getAutoCommit();
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
