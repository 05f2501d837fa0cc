package com.zonitel.sms.inbox.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.jdbc.StoredNotification.LastFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Dead letters in the table of the notifications. Each call is a transaction of its own,
 * also inside one of the application.
 */
class DeadLetterTable {

	private static final int REQUEUE_BATCH = 500;

	private static final String LIST = """
			select task_instance, task_data, execution_time from {inbox}
			where task_name = 'dead' and (execution_time > ? or (execution_time = ? and task_instance > ?))
			order by execution_time, task_instance""";

	private static final String FIND_IN_ORDER_OF_RECEIPT = """
			select task_instance from {inbox} where task_name = 'dead' and execution_time <= ?
			order by coalesce(last_failure, execution_time), task_instance""";

	private static final String REQUEUE = """
			update {inbox} set execution_time = coalesce(last_failure, ?), task_name = 'deliver', version = version + 1
			where task_name = 'dead' and task_instance = ?""";

	private static final String DISCARD = "delete from {inbox} where task_name = 'dead' and task_instance = ?";

	private final TableNames names;

	private final JdbcCustomization customization;

	private final Clock clock;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	DeadLetterTable(TableNames names, JdbcCustomization customization, Clock clock, DataSource dataSource) {
		this.names = names;
		this.customization = customization;
		this.clock = clock;
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
	}

	List<SmsDeadLetter> list(int limit, @Nullable SmsDeadLetter after) {
		Instant time = (after != null) ? after.deadSince().plus(NotificationTable.DEAD_LETTER_DELAY) : Instant.EPOCH;
		return inTransaction(() -> this.jdbc.query(this.names.in(LIST) + this.customization.getQueryLimitPart(limit),
				(PreparedStatementSetter) (statement) -> {
					this.customization.setInstant(statement, 1, time);
					this.customization.setInstant(statement, 2, time);
					statement.setString(3, (after != null) ? after.notificationId() : "");
				}, (row, number) -> read(row)));
	}

	private SmsDeadLetter read(ResultSet row) throws SQLException {
		String id = row.getString("task_instance");
		Instant deadSince = this.customization.getInstant(row, "execution_time")
			.minus(NotificationTable.DEAD_LETTER_DELAY);
		StoredNotification stored = StoredNotificationSerializer.read(this.customization.getTaskData(row, "task_data"));
		LastFailure failure = (stored != null) ? stored.lastFailure() : null;
		if (stored == null || failure == null) {
			return new SmsDeadLetter(id, (stored != null) ? stored.receivedAt() : deadSince, deadSince, 0, null, null);
		}
		return new SmsDeadLetter(id, stored.receivedAt(), deadSince, failure.attempts(), failure.type(),
				failure.stackTrace());
	}

	int requeue(String id) {
		return inTransaction(() -> requeue(List.of(id)));
	}

	/**
	 * Have all that are dead now delivered again, those that were received first before
	 * others. Works in small transactions.
	 * @return the number of dead letters requeued
	 */
	int requeueAll() {
		String findSome = this.names.in(FIND_IN_ORDER_OF_RECEIPT) + this.customization.getQueryLimitPart(REQUEUE_BATCH);
		Instant end = this.clock.now().plus(NotificationTable.DEAD_LETTER_DELAY);
		int requeued = 0;
		boolean more = true;
		while (more) {
			List<String> ids = inTransaction(() -> this.jdbc.query(findSome,
					(PreparedStatementSetter) (statement) -> this.customization.setInstant(statement, 1, end),
					(row, number) -> row.getString(1)));
			requeued += inTransaction(() -> requeue(ids));
			more = ids.size() == REQUEUE_BATCH;
		}
		return requeued;
	}

	private int requeue(List<String> ids) {
		Instant now = this.clock.now();
		int requeued = 0;
		for (String id : ids) {
			requeued += this.jdbc.update(this.names.in(REQUEUE), (PreparedStatementSetter) (statement) -> {
				this.customization.setInstant(statement, 1, now);
				statement.setString(2, id);
			});
		}
		return requeued;
	}

	boolean discard(String id) {
		return inTransaction(() -> this.jdbc.update(this.names.in(DISCARD), id)) > 0;
	}

	private <T> T inTransaction(Supplier<T> work) {
		return this.transaction.execute((status) -> work.get());
	}

}
