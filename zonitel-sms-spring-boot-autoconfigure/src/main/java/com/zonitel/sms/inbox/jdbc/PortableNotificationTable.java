package com.zonitel.sms.inbox.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.inbox.jdbc.StoredNotification.LastFailure;
import com.zonitel.sms.notification.SmsNotification;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * {@link NotificationTable} in standard SQL, for any database.
 */
class PortableNotificationTable implements NotificationTable {

	private static final String INSERT = """
			insert into {inbox} (task_name, task_instance, task_data, execution_time, picked, version)
			values ('deliver', ?, ?, ?, ?, 1)""";

	private static final String REMOVE = """
			delete from {inbox} where task_name = 'deliver' and task_instance = ? and version = ?""";

	private static final String RESCHEDULE = """
			update {inbox} set last_failure = coalesce(last_failure, execution_time), execution_time = ?, picked = ?,
				picked_by = null, last_heartbeat = null, consecutive_failures = ?, last_success = ?,
				version = version + 1
			where task_name = 'deliver' and task_instance = ? and version = ?""";

	private static final String MOVE_TO_DEAD_LETTERS = """
			update {inbox} set last_failure = coalesce(last_failure, execution_time), execution_time = ?, picked = ?,
				picked_by = null, last_heartbeat = null, consecutive_failures = 0, last_success = null,
				version = version + 1, task_name = 'dead', task_data = ?
			where task_name = 'deliver' and task_instance = ? and version = ?""";

	private static final String MARK_ALONE = """
			update {inbox} set last_success = ? where task_name = 'deliver' and task_instance = ? and version = ?""";

	private static final String MARK_STOPPED = """
			update {inbox} set picked_by = '(stopped)' where task_name = 'deliver' and picked_by = ?""";

	private static final String CHANGE_NOTHING = """
			update {inbox} set picked = ? where task_name = 'deliver' and task_instance = ''""";

	private static final String BRING_FORWARD = """
			update {inbox} set execution_time = ?, last_failure = null, version = version + 1
			where task_name = 'deliver' and picked = ? and execution_time > ?
				and coalesce(last_failure, execution_time) > ?""";

	private static final String COUNT = """
			select sum(case when task_name = 'deliver' then 1 else 0 end) as waiting,
				min(case when task_name = 'deliver' then coalesce(last_failure, execution_time) end) as oldest,
				sum(case when task_name = 'dead' then 1 else 0 end) as dead
			from {inbox}""";

	private final TableNames names;

	private final JdbcCustomization customization;

	private final Clock clock;

	private final SeenNotifications seen;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final JdbcTemplate writer;

	private final TransactionTemplate writerTransaction;

	/**
	 * Create a new instance.
	 * @param names the names of the tables
	 * @param customization what is special about the database
	 * @param clock the clock of the database
	 * @param writers the connections for writing what is accepted
	 * @param others the connections for everything else
	 */
	PortableNotificationTable(TableNames names, JdbcCustomization customization, Clock clock, DataSource writers,
			DataSource others) {
		this.names = names;
		this.customization = customization;
		this.clock = clock;
		this.seen = new SeenNotifications(names, customization, writers);
		this.jdbc = new JdbcTemplate(others);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(others));
		this.writer = new JdbcTemplate(writers);
		this.writerTransaction = new TransactionTemplate(new JdbcTransactionManager(writers));
	}

	@Override
	public void configure(SchedulerBuilder scheduler, Workers workers, ClaimedDeliveries claimed) {
		scheduler.jdbcCustomization(this.customization);
	}

	@Override
	public Duration searchInterval() {
		return Duration.ofMillis(50);
	}

	@Override
	public final Set<String> write(List<SmsNotification> notifications) {
		try {
			return tryWrite(notifications);
		}
		catch (DuplicateKeyException | ConcurrencyFailureException ex) {
			// another instance has just written some of it, which is seen now
			return tryWrite(notifications);
		}
	}

	Set<String> tryWrite(List<SmsNotification> notifications) {
		return this.writerTransaction.execute((status) -> {
			Set<String> found = this.seen.find(notifications.stream().map(SmsNotification::id).toList());
			// instances that insert in one order do not deadlock
			List<SmsNotification> fresh = notifications.stream()
				.filter((it) -> !found.contains(it.id()))
				.sorted(Comparator.comparing(SmsNotification::id))
				.toList();
			this.seen.add(fresh, this.clock.now());
			insert(fresh);
			return found;
		});
	}

	private void insert(List<SmsNotification> notifications) {
		this.writer.batchUpdate(sql(INSERT), notifications, Math.max(1, notifications.size()),
				(statement, notification) -> {
					statement.setString(1, notification.id());
					this.customization.setTaskData(statement, 2,
							StoredNotificationSerializer.write(StoredNotification.of(notification)));
					this.customization.setInstant(statement, 3, dueAt(notification));
					statement.setBoolean(4, false);
				});
	}

	/**
	 * Return the time at which a notification is due: when it was received, but not in
	 * the future, which is where the clock of this machine may be.
	 * @param notification the notification
	 * @return the time by the database's clock
	 */
	final Instant dueAt(SmsNotification notification) {
		Instant now = this.clock.now();
		return notification.receivedAt().isBefore(now) ? notification.receivedAt() : now;
	}

	@Override
	public List<Execution> remove(long version, List<Execution> executions) {
		int[][] counts = this.transaction.execute((status) -> this.jdbc.batchUpdate(sql(REMOVE), executions,
				executions.size(), (statement, execution) -> setLease(statement, 1, execution)));
		return IntStream.range(0, executions.size())
			.filter((i) -> counts[0][i] == 0)
			.mapToObj(executions::get)
			.toList();
	}

	@Override
	public boolean remove(Execution execution, JdbcOperations transaction) {
		return transaction.update(sql(REMOVE),
				(PreparedStatementSetter) (statement) -> setLease(statement, 1, execution)) > 0;
	}

	@Override
	public boolean reschedule(Execution execution, Instant at, int failures, Takeovers takeovers) {
		return update(RESCHEDULE, (statement) -> {
			this.customization.setInstant(statement, 1, at);
			statement.setBoolean(2, false);
			statement.setInt(3, failures);
			this.customization.setInstant(statement, 4, takeovers.toInstant());
			setLease(statement, 5, execution);
		});
	}

	@Override
	public boolean moveToDeadLetters(Execution execution, LastFailure failure) {
		StoredNotification stored = (StoredNotification) execution.taskInstance.getData();
		return update(MOVE_TO_DEAD_LETTERS, (statement) -> {
			this.customization.setInstant(statement, 1, failure.at().plus(DEAD_LETTER_DELAY));
			statement.setBoolean(2, false);
			this.customization.setTaskData(statement, 3,
					StoredNotificationSerializer.write(stored.withLastFailure(failure)));
			setLease(statement, 4, execution);
		});
	}

	@Override
	public boolean markAlone(Execution execution) {
		return update(MARK_ALONE, (statement) -> {
			this.customization.setInstant(statement, 1, Takeovers.ALONE.toInstant());
			setLease(statement, 2, execution);
		});
	}

	@Override
	public void markStopped(String instance) {
		this.jdbc.update(sql(MARK_STOPPED), instance);
	}

	@Override
	public void checkWritable() {
		this.jdbc.update(sql(CHANGE_NOTHING), true);
	}

	@Override
	public boolean bringForward(Instant now) {
		return update(BRING_FORWARD, (statement) -> {
			this.customization.setInstant(statement, 1, now);
			statement.setBoolean(2, false);
			this.customization.setInstant(statement, 3, now);
			this.customization.setInstant(statement, 4, now);
		});
	}

	private boolean update(String sql, PreparedStatementSetter setter) {
		return this.jdbc.update(sql(sql), setter) > 0;
	}

	private static void setLease(PreparedStatement statement, int index, Execution execution) throws SQLException {
		statement.setString(index, execution.getId());
		statement.setLong(index + 1, execution.version);
	}

	@Override
	public SmsInboxStatus status() {
		return Objects.requireNonNull(
				this.jdbc.queryForObject(sql(COUNT), (row, number) -> new SmsInboxStatus(row.getLong("waiting"),
						this.customization.getInstant(row, "oldest"), row.getLong("dead"))));
	}

	final Clock clock() {
		return this.clock;
	}

	final JdbcTemplate jdbc() {
		return this.jdbc;
	}

	final JdbcTemplate writer() {
		return this.writer;
	}

	final String sql(String statement) {
		return this.names.in(statement);
	}

}
