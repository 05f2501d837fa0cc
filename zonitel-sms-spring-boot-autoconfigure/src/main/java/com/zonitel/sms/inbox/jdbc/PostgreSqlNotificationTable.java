package com.zonitel.sms.inbox.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.zonitel.sms.notification.SmsNotification;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.Assert;

/**
 * {@link NotificationTable} on PostgreSQL, where a group takes one statement. Only what
 * is accepted waits for the disk: should the server crash, claims and removals of its
 * last moments are undone, and these notifications delivered again.
 */
class PostgreSqlNotificationTable extends PortableNotificationTable {

	private static final String WRITE = """
			with received as (
				select * from unnest(?, ?, ?, ?) as received (id, received_at, due_at, data)),
			fresh as (
				insert into {seen} (notification_id, seen_at) select id, received_at from received order by id
				on conflict (notification_id) do nothing returning notification_id)
			insert into {inbox} (task_name, task_instance, task_data, execution_time, picked, version)
			select 'deliver', id, data, to_timestamp(due_at / 1000.0), false, 1
			from received join fresh on notification_id = id
			returning task_instance""";

	private static final String CLAIM = """
			with due as (
				select task_name, task_instance from {inbox}
				where not picked and execution_time <= ? and task_name in ('deliver', 'purge')
				order by execution_time limit ? for update skip locked)
			update {inbox} as claimed set picked = true, picked_by = ?, last_heartbeat = ?, version = version + 1
			from due, (select set_config('synchronous_commit', 'off', true)) as without_wait
			where claimed.task_instance = due.task_instance and claimed.task_name = due.task_name
			returning claimed.*""";

	private static final String REMOVE = """
			delete from {inbox} using unnest(?, ?) as lease (id, lease_version),
				(select set_config('synchronous_commit', 'off', true)) as without_wait
			where task_name = 'deliver' and task_instance = id and version = lease_version
			returning id""";

	PostgreSqlNotificationTable(TableNames names, Clock clock, DataSource writers, DataSource others) {
		super(names, Dialect.POSTGRESQL.customization(), clock, writers, others);
	}

	@Override
	public void configure(SchedulerBuilder scheduler, Workers workers, RunningDeliveries running) {
		scheduler.jdbcCustomization(new Claims(workers, running)).pollUsingLockAndFetch(0, Claims.UNLIMITED);
	}

	@Override
	public Duration searchInterval() {
		return Duration.ofMillis(10);
	}

	@Override
	public Set<String> write(Supplier<List<SmsNotification>> group) {
		return execute(writer(), (connection) -> {
			List<SmsNotification> notifications = group.get();
			Set<String> seen = new HashSet<>(notifications.stream().map(SmsNotification::id).toList());
			if (!notifications.isEmpty()) {
				seen.removeAll(ids(connection, WRITE,
						array(connection, "text", notifications, SmsNotification::id, String[]::new),
						array(connection, "bigint", notifications, (it) -> it.receivedAt().toEpochMilli(), Long[]::new),
						array(connection, "bigint", notifications, (it) -> dueAt(it).toEpochMilli(), Long[]::new),
						array(connection, "bytea", notifications,
								(it) -> StoredNotificationSerializer.write(StoredNotification.of(it)), byte[][]::new)));
			}
			return seen;
		});
	}

	@Override
	public List<Execution> remove(List<Execution> executions) {
		Set<String> removed = execute(jdbc(),
				(connection) -> ids(connection, REMOVE,
						array(connection, "text", executions, Execution::getId, String[]::new),
						array(connection, "bigint", executions, (it) -> it.version, Long[]::new)));
		return executions.stream().filter((execution) -> !removed.contains(execution.getId())).toList();
	}

	private static <T> T execute(JdbcTemplate jdbc, ConnectionCallback<T> work) {
		T result = jdbc.execute(work);
		Assert.state(result != null, "'result' must not be null");
		return result;
	}

	private static <T, V> Array array(Connection connection, String type, Collection<T> items, Function<T, V> value,
			IntFunction<V[]> generator) throws SQLException {
		return connection.createArrayOf(type, items.stream().map(value).toArray(generator));
	}

	private Set<String> ids(Connection connection, String sql, Array... parameters) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql(sql))) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setArray(i + 1, parameters[i]);
			}
			Set<String> ids = new HashSet<>();
			try (var rows = statement.executeQuery()) {
				while (rows.next()) {
					ids.add(rows.getString(1));
				}
			}
			return ids;
		}
	}

	/**
	 * Claims as many notifications as the workers are ready for.
	 */
	private final class Claims extends PostgreSqlJdbcCustomization {

		private static final int UNLIMITED = 1_000;

		private final Workers workers;

		private final RunningDeliveries running;

		Claims(Workers workers, RunningDeliveries running) {
			super(false, false);
			this.workers = workers;
			this.running = running;
		}

		@Override
		public List<Execution> lockAndFetchSingleStatement(JdbcTaskRepositoryContext context, Instant now, int limit,
				boolean orderByPriority) {
			int free = this.workers.free();
			if (free <= 0) {
				return List.of();
			}
			List<Execution> claimed = new ArrayList<>(
					execute(jdbc(), (connection) -> claim(connection, context, now, free)));
			claimed.sort(Comparator.comparing(Execution::getExecutionTime));
			this.running.claimed(claimed);
			this.workers.setMore(claimed.size() == free);
			return claimed;
		}

		private List<Execution> claim(Connection connection, JdbcTaskRepositoryContext context, Instant now, int limit)
				throws SQLException {
			try (PreparedStatement statement = connection.prepareStatement(sql(CLAIM))) {
				setInstant(statement, 1, now);
				statement.setInt(2, limit);
				statement.setString(3, context.schedulerName.getName());
				setInstant(statement, 4, now);
				try (var rows = statement.executeQuery()) {
					return context.resultSetMapper.get().map(rows);
				}
			}
		}

	}

}
