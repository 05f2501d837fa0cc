package com.zonitel.sms.inbox.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.jdbc.support.SqlValue;

/**
 * {@link NotificationTable} on PostgreSQL, where one statement writes a group. Only what
 * is accepted waits for the disk: should the server crash, claims and removals of its
 * last moments are undone, and these notifications delivered again.
 */
class PostgreSqlNotificationTable extends PortableNotificationTable {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final String WRITE = """
			with received as (
				select * from unnest(cast(? as text[]), cast(? as bigint[]), cast(? as bytea[]))
					as received (id, due_at, data)),
			fresh as (
				insert into {seen} (notification_id, seen_at) select id, ? from received order by id
				on conflict (notification_id) do nothing returning notification_id)
			insert into {inbox} (task_name, task_instance, task_data, execution_time, picked, version)
			select 'deliver', id, data, to_timestamp(due_at / 1000.0), false, 1
			from received join fresh on notification_id = id
			returning task_instance""";

	/**
	 * Settings for the statement that is sent together with them, in one transaction: no
	 * wait for the disk, and a plan that reads the index in its order, is not compiled
	 * and does not depend on what an administrator has set. Left to the statistics of a
	 * table that is mostly empty, PostgreSQL reads all that vacuum has not yet removed.
	 */
	private static final String BY_INDEX = """
			select set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true),
				set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
				set_config('enable_indexscan', 'on', true), set_config('jit', 'off', true);
			""";

	/**
	 * Finds the rows by the list of their identifiers alone: joined with them, or with a
	 * condition that another index serves, PostgreSQL would read that whole index
	 * whenever its statistics say that the table holds next to nothing.
	 */
	private static final String CLAIM = BY_INDEX + """
			update {inbox} set picked = true, picked_by = ?, last_heartbeat = ?, version = version + 1
			where task_name <> 'dead' and task_instance = any(array(
				select task_instance from {inbox}
				where not picked and execution_time between ? and ? and task_name = 'deliver'
				order by execution_time limit ? for update skip locked))
			returning *""";

	private static final String REMOVE = BY_INDEX + """
			delete from {inbox} where task_name = 'deliver' and task_instance = any(?) and version = ?
			returning task_instance""";

	/**
	 * Time that is not after that of any notification which this instance has stored and
	 * not yet searched for.
	 */
	private final AtomicReference<Instant> unsearched;

	PostgreSqlNotificationTable(TableNames names, Clock clock, DataSource writers, DataSource others) {
		super(names, Dialect.POSTGRESQL.customization(), clock, writers, others);
		this.unsearched = new AtomicReference<>(clock.now());
	}

	@Override
	public void configure(SchedulerBuilder scheduler, Workers workers, ClaimedDeliveries claimed) {
		scheduler.jdbcCustomization(new Claims(workers, claimed)).pollUsingLockAndFetch(0, Claims.UNLIMITED);
	}

	@Override
	public Duration searchInterval() {
		return Duration.ofMillis(10);
	}

	@Override
	Set<String> tryWrite(List<SmsNotification> notifications) {
		List<Instant> times = notifications.stream().map(this::dueAt).toList();
		Set<String> seen = new HashSet<>(notifications.stream().map(SmsNotification::id).toList());
		try {
			List<@Nullable String> written = writer().queryForList(sql(WRITE), String.class,
					array("text", notifications, SmsNotification::id, String[]::new),
					array("bigint", times, Instant::toEpochMilli, Long[]::new), array("bytea", notifications,
							(it) -> StoredNotificationSerializer.write(StoredNotification.of(it)), byte[][]::new),
					clock().now().toEpochMilli());
			written.forEach(seen::remove);
			return seen;
		}
		finally {
			times.forEach(this::searchFrom);
		}
	}

	@Override
	public List<Execution> remove(long version, List<Execution> executions) {
		Set<String> removed = jdbc().execute(sql(REMOVE), (PreparedStatementCallback<Set<String>>) (statement) -> {
			array("text", executions, Execution::getId, String[]::new).setValue(statement, 1);
			statement.setLong(2, version);
			Set<String> ids = new HashSet<>();
			try (ResultSet rows = executeByIndex(statement)) {
				while (rows.next()) {
					ids.add(rows.getString(1));
				}
			}
			return ids;
		});
		return executions.stream().filter((execution) -> !removed.contains(execution.getId())).toList();
	}

	@Override
	public boolean reschedule(Execution execution, Instant at, int failures, Takeovers takeovers) {
		boolean held = super.reschedule(execution, at, failures, takeovers);
		searchFrom(at);
		return held;
	}

	private void searchFrom(Instant time) {
		this.unsearched.accumulateAndGet(time, (known, other) -> other.isBefore(known) ? other : known);
	}

	private static <T, V> SqlValue array(String type, List<T> items, Function<T, V> value, IntFunction<V[]> generator) {
		return new SqlArrayValue(type, (Object[]) items.stream().map(value).toArray(generator));
	}

	private static ResultSet executeByIndex(PreparedStatement statement) throws SQLException {
		statement.execute();
		statement.getMoreResults();
		return statement.getResultSet();
	}

	/**
	 * Claims as many notifications as the workers are ready for. Searches among those
	 * that this instance has just stored, and among all now and then, or where there are
	 * none: while a transaction stays open in the database, a search among all reads past
	 * what was delivered since it began.
	 */
	private final class Claims extends PostgreSqlJdbcCustomization {

		// db-scheduler counts a claim for which no thread could be started for ever
		private static final int UNLIMITED = 1_000_000;

		private static final Duration SEARCH_ALL_INTERVAL = Duration.ofSeconds(1);

		private static final int PAUSE_AFTER_ALL_FACTOR = 10;

		private static final Duration MAX_PAUSE_AFTER_ALL = Duration.ofSeconds(30);

		private static final long WARN_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

		private final Workers workers;

		private final ClaimedDeliveries deliveries;

		private long warnedAt = System.nanoTime() - WARN_AGAIN_NANOS;

		private long searchedAllAt = System.nanoTime() - SEARCH_ALL_INTERVAL.toNanos();

		private Duration pauseAfterAll = Duration.ZERO;

		Claims(Workers workers, ClaimedDeliveries deliveries) {
			super(false, false);
			this.workers = workers;
			this.deliveries = deliveries;
		}

		@Override
		public List<Execution> lockAndFetchSingleStatement(JdbcTaskRepositoryContext context, Instant now, int limit,
				boolean orderByPriority) {
			int free = this.workers.free();
			if (free <= 0) {
				this.workers.setMore(true);
				return List.of();
			}
			List<Execution> claimed = searchIfPossible(context, now, free);
			this.deliveries.claimed(claimed);
			this.workers.setMore(claimed.size() == free);
			return claimed;
		}

		private List<Execution> searchIfPossible(JdbcTaskRepositoryContext context, Instant now, int limit) {
			try {
				return searchTwice(context, now, limit);
			}
			catch (DataAccessException ex) {
				if (System.nanoTime() - this.warnedAt > WARN_AGAIN_NANOS) {
					this.warnedAt = System.nanoTime();
					logger.warn("SMS notifications that wait for delivery cannot be claimed in the database. It is"
							+ " tried again", ex);
				}
				return List.of();
			}
		}

		private List<Execution> searchTwice(JdbcTaskRepositoryContext context, Instant now, int limit) {
			try {
				return search(context, now, limit);
			}
			catch (ConcurrencyFailureException ex) {
				// where transactions are isolated more strictly, another instance was
				// faster
				return search(context, now, limit);
			}
		}

		private List<Execution> search(JdbcTaskRepositoryContext context, Instant now, int limit) {
			Duration sinceAll = Duration.ofNanos(System.nanoTime() - this.searchedAllAt);
			boolean canSearchAll = sinceAll.compareTo(this.pauseAfterAll) >= 0;
			boolean searchAll = canSearchAll && sinceAll.compareTo(SEARCH_ALL_INTERVAL) >= 0;
			List<Execution> claimed = claim(context, searchAll, now, limit);
			return (claimed.isEmpty() && canSearchAll && !searchAll) ? claim(context, true, now, limit) : claimed;
		}

		private List<Execution> claim(JdbcTaskRepositoryContext context, boolean searchAll, Instant now, int limit) {
			Instant start = PostgreSqlNotificationTable.this.unsearched.getAndSet(now);
			Instant rest = start;
			try {
				List<Execution> claimed = searchAll ? claimFromAll(context, now, limit)
						: claim(context, start.truncatedTo(ChronoUnit.MILLIS), now, limit);
				claimed.sort(Comparator.comparing(Execution::getExecutionTime));
				rest = (claimed.size() < limit) ? now : claimed.get(limit - 1).getExecutionTime();
				return claimed;
			}
			finally {
				searchFrom(rest);
			}
		}

		private List<Execution> claimFromAll(JdbcTaskRepositoryContext context, Instant now, int limit) {
			long begin = System.nanoTime();
			try {
				return claim(context, Instant.EPOCH, now, limit);
			}
			finally {
				this.searchedAllAt = System.nanoTime();
				Duration pause = Duration.ofNanos(this.searchedAllAt - begin).multipliedBy(PAUSE_AFTER_ALL_FACTOR);
				this.pauseAfterAll = Collections.min(List.of(pause, MAX_PAUSE_AFTER_ALL));
			}
		}

		private List<Execution> claim(JdbcTaskRepositoryContext context, Instant start, Instant now, int limit) {
			return jdbc().execute(sql(CLAIM), (PreparedStatementCallback<List<Execution>>) (statement) -> {
				statement.setString(1, context.schedulerName.getName());
				setInstant(statement, 2, now);
				setInstant(statement, 3, start);
				setInstant(statement, 4, now);
				statement.setInt(5, limit);
				try (ResultSet rows = executeByIndex(statement)) {
					return new ArrayList<>(context.resultSetMapper.get().map(rows));
				}
			});
		}

	}

}
