package com.zonitel.sms.inbox.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
import org.springframework.util.Assert;

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

	private static final String FIND_RECEIVED = """
			select task_instance, seen_at from {inbox} left join {seen} on notification_id = task_instance
			where task_name = 'dead' order by seen_at, execution_time, task_instance""";

	private static final String REQUEUE = """
			update {inbox} set task_name = 'deliver', execution_time = ?, version = version + 1
			where task_name = 'dead' and task_instance = ?""";

	private static final String DISCARD = "delete from {inbox} where task_name = 'dead' and task_instance = ?";

	private final TableNames names;

	private final JdbcCustomization dialect;

	private final Clock clock;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	DeadLetterTable(TableNames names, JdbcCustomization dialect, Clock clock, DataSource dataSource) {
		this.names = names;
		this.dialect = dialect;
		this.clock = clock;
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
	}

	List<SmsDeadLetter> list(int limit, @Nullable SmsDeadLetter after) {
		Instant time = (after != null) ? after.deadSince().plus(NotificationTable.DEAD_LETTER_DELAY) : Instant.EPOCH;
		return inTransaction((jdbc) -> jdbc.query(this.names.in(LIST) + this.dialect.getQueryLimitPart(limit),
				(PreparedStatementSetter) (statement) -> {
					this.dialect.setInstant(statement, 1, time);
					this.dialect.setInstant(statement, 2, time);
					statement.setString(3, (after != null) ? after.notificationId() : "");
				}, (row, number) -> read(row)));
	}

	private SmsDeadLetter read(ResultSet row) throws SQLException {
		String id = row.getString("task_instance");
		Instant deadSince = this.dialect.getInstant(row, "execution_time").minus(NotificationTable.DEAD_LETTER_DELAY);
		StoredNotification stored = StoredNotificationSerializer.read(this.dialect.getTaskData(row, "task_data"));
		LastFailure failure = (stored != null) ? stored.lastFailure() : null;
		if (stored == null || failure == null) {
			return new SmsDeadLetter(id, (stored != null) ? stored.receivedAt() : deadSince, deadSince, 0, null, null);
		}
		return new SmsDeadLetter(id, stored.receivedAt(), deadSince, failure.attempts(), failure.type(),
				failure.stackTrace());
	}

	int requeue(String id) {
		return inTransaction((jdbc) -> requeue(List.of(new Requeued(id, this.clock.now()))));
	}

	/**
	 * Have all dead letters delivered again, those that were received first before
	 * others.
	 * @return the number of dead letters requeued
	 */
	int requeueAll() {
		int requeued = 0;
		int batch;
		do {
			batch = inTransaction((jdbc) -> requeue(findReceived()));
			requeued += batch;
		}
		while (batch == REQUEUE_BATCH);
		return requeued;
	}

	private List<Requeued> findReceived() {
		List<Requeued> found = new ArrayList<>();
		Instant now = this.clock.now();
		this.jdbc.query(this.names.in(FIND_RECEIVED) + this.dialect.getQueryLimitPart(REQUEUE_BATCH), (row) -> {
			long seenAt = row.getLong("seen_at");
			Instant receivedAt = row.wasNull() ? now : Instant.ofEpochMilli(seenAt).plusNanos(found.size() * 1_000L);
			found.add(new Requeued(row.getString("task_instance"), receivedAt.isBefore(now) ? receivedAt : now));
		});
		return found;
	}

	private int requeue(List<Requeued> letters) {
		int requeued = 0;
		for (Requeued letter : letters) {
			requeued += this.jdbc.update(this.names.in(REQUEUE), (PreparedStatementSetter) (statement) -> {
				this.dialect.setInstant(statement, 1, letter.dueAt());
				statement.setString(2, letter.id());
			});
		}
		return requeued;
	}

	boolean discard(String id) {
		return inTransaction((jdbc) -> jdbc.update(this.names.in(DISCARD), id)) > 0;
	}

	private <T> T inTransaction(Function<JdbcTemplate, T> work) {
		T result = this.transaction.execute((status) -> work.apply(this.jdbc));
		Assert.state(result != null, "'result' must not be null");
		return result;
	}

	private record Requeued(String id, Instant dueAt) {

	}

}
