package com.zonitel.sms.inbox.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MariaDBJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MssqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MySQL8JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.OracleJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.inbox.jdbc.StoredNotification.Death;
import com.zonitel.sms.notification.SmsNotification;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * The two tables of the inbox: db-scheduler's, with the notifications to be delivered and
 * the dead letters, and the identifiers that were seen. Statements are portable; what
 * differs between databases is taken from db-scheduler.
 */
class InboxDatabase {

	static final String DELIVERY = "deliver";

	static final String DEAD_LETTER = "dead";

	/**
	 * How far in the future dead letters are scheduled, which is when none of us cares.
	 */
	static final Duration DEAD_FOR = Duration.ofDays(365_000);

	private static final int PURGE_BATCH = 500;

	private static final Log logger = LogFactory.getLog(JdbcSmsInbox.class);

	private final DataSource dataSource;

	private final DataSource participating;

	private final JdbcTemplate jdbc;

	private final JdbcTemplate writer;

	private final TransactionTemplate transaction;

	private final JdbcCustomization dialect;

	private final String inboxTable;

	private final String seenTable;

	private final String writeSql;

	InboxDatabase(DataSource dataSource, JdbcCustomization dialect, String tablePrefix) {
		this.dataSource = dataSource;
		DataSource transactional = new TransactionAwareDataSourceProxy(dataSource);
		this.participating = (dialect instanceof PostgreSqlJdbcCustomization) ? new FreshPlansDataSource(transactional)
				: transactional;
		this.jdbc = new JdbcTemplate(this.participating);
		this.writer = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.dialect = dialect;
		this.inboxTable = tablePrefix + "inbox";
		this.seenTable = tablePrefix + "seen";
		this.writeSql = "with received as (select * from unnest(?, ?, ?, ?) as received (id, at, data, claimed)),"
				+ " fresh as (insert into " + this.seenTable + " (notification_id, seen_at) select id, at from received"
				+ " on conflict (notification_id) do nothing returning notification_id) insert into " + this.inboxTable
				+ " (task_name, task_instance, task_data, execution_time, picked, picked_by, last_heartbeat, version)"
				+ " select '" + DELIVERY + "', id, data, to_timestamp(at / 1000.0), claimed,"
				+ " case when claimed then cast(? as varchar) end,"
				+ " case when claimed then to_timestamp(cast(? as bigint) / 1000.0) end, 1"
				+ " from received join fresh on notification_id = id returning task_instance";
	}

	/**
	 * Connect to the database and check that the tables are there.
	 * @param dataSource the database
	 * @param tablePrefix the prefix of the names of tables
	 * @return the database
	 * @throws MissingInboxTableException if a table is missing
	 * @throws DataAccessException if the database cannot be reached
	 */
	static InboxDatabase open(DataSource dataSource, String tablePrefix) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		JdbcCustomization dialect = jdbc
			.execute((ConnectionCallback<JdbcCustomization>) (connection) -> dialect(connection.getMetaData()));
		Assert.state(dialect != null, "'dialect' must not be null");
		InboxDatabase database = new InboxDatabase(dataSource, dialect, tablePrefix);
		check(jdbc, database.inboxTable, "task_name, task_instance, task_data, execution_time, picked, picked_by,"
				+ " last_success, last_failure, consecutive_failures, last_heartbeat, version");
		check(jdbc, database.seenTable, "notification_id, seen_at");
		return database;
	}

	private static JdbcCustomization dialect(DatabaseMetaData database) throws SQLException {
		String product = database.getDatabaseProductName();
		if (product.equals(AutodetectJdbcCustomization.POSTGRESQL)) {
			return new PostgreSqlJdbcCustomization(false, false);
		}
		if (product.contains(AutodetectJdbcCustomization.MARIADB)) {
			return new MariaDBJdbcCustomization(true);
		}
		if (product.contains(AutodetectJdbcCustomization.MYSQL)) {
			return new MySQL8JdbcCustomization(true);
		}
		if (product.equals(AutodetectJdbcCustomization.MICROSOFT_SQL_SERVER)) {
			return new MssqlJdbcCustomization(true);
		}
		if (product.contains(AutodetectJdbcCustomization.ORACLE)) {
			return new OracleJdbcCustomization(false);
		}
		return new DefaultJdbcCustomization(false);
	}

	private static void check(JdbcTemplate jdbc, String table, String columns) {
		try {
			jdbc.execute("select " + columns + " from " + table + " where 1 = 0");
		}
		catch (BadSqlGrammarException ex) {
			throw new MissingInboxTableException(table, ex);
		}
	}

	/**
	 * Warn if the database is one that loses what it has committed.
	 */
	void warnIfNotDurable() {
		try {
			String url = this.jdbc
				.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getURL());
			if (url != null && url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:mem:")) {
				List<@Nullable String> delays = this.jdbc.queryForList(
						"select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'",
						String.class);
				if (!delays.stream().allMatch("0"::equals)) {
					logger.warn("H2 loses what it has committed in the last moments before a crash, and with it SMS"
							+ " notifications that were acknowledged, unless ';WRITE_DELAY=0' is added to the JDBC"
							+ " URL");
				}
			}
		}
		catch (DataAccessException ex) {
			logger.debug("Durability of the database is not known", ex);
		}
	}

	/**
	 * Return the database for db-scheduler.
	 * @return a data source that takes part in our transactions
	 */
	DataSource forScheduler() {
		return this.participating;
	}

	JdbcCustomization dialect() {
		return this.dialect;
	}

	String inboxTable() {
		return this.inboxTable;
	}

	/**
	 * Return whether a transaction of somebody else's on this thread includes our
	 * statements.
	 * @param isBound what tells whether a resource is bound to the transaction
	 * @return whether statements are part of the transaction
	 */
	boolean takesPartIn(Predicate<Object> isBound) {
		return isBound.test(this.dataSource);
	}

	<T> T inTransaction(Supplier<T> work) {
		T result = this.transaction.execute((status) -> work.get());
		Assert.state(result != null, "'result' must not be null");
		return result;
	}

	/**
	 * Return whether notifications are remembered and stored by one statement. Elsewhere
	 * it takes several, in a transaction.
	 * @return whether {@link #write} can be called
	 */
	boolean writesInOneStatement() {
		return this.dialect instanceof PostgreSqlJdbcCustomization;
	}

	/**
	 * Remember and store those notifications that were not seen before, in one round
	 * trip, and hand over those that are stored as claimed.
	 * @param group what gives the notifications once there is a connection
	 * @param claimant the name by which notifications are claimed
	 * @param handover what is handed notifications
	 * @return what was written
	 */
	Written write(GroupCommit.Group group, String claimant, Handover handover) {
		Written written = this.writer.execute((ConnectionCallback<Written>) (connection) -> {
			List<SmsNotification> notifications = group.notifications();
			return notifications.isEmpty() ? Written.NOTHING : write(connection, notifications, claimant, handover);
		});
		Assert.state(written != null, "'written' must not be null");
		return written;
	}

	private Written write(Connection connection, List<SmsNotification> notifications, String claimant,
			Handover handover) throws SQLException {
		List<StoredNotification> stored = notifications.stream().map(StoredNotification::of).toList();
		Instant now = Instant.now();
		int claims = handover.reserve(notifications.size());
		int handedOver = 0;
		try {
			Set<String> seen = write(connection, notifications, stored, claims, claimant, now);
			commit(connection);
			for (int i = 0; i < claims; i++) {
				SmsNotification notification = notifications.get(i);
				if (!seen.contains(notification.id())) {
					handover.add(new Execution(notification.receivedAt(),
							new TaskInstance<>(DELIVERY, notification.id(), stored.get(i)), true, claimant, null, null,
							0, now, 1));
					handedOver++;
				}
			}
			return new Written(seen, handedOver, notifications.size() - seen.size() - handedOver);
		}
		finally {
			handover.release(claims - handedOver);
		}
	}

	private Set<String> write(Connection connection, List<SmsNotification> notifications,
			List<StoredNotification> stored, int claims, String claimant, Instant now) throws SQLException {
		String[] ids = notifications.stream().map(SmsNotification::id).toArray(String[]::new);
		Long[] receivedAt = notifications.stream()
			.map((notification) -> notification.receivedAt().toEpochMilli())
			.toArray(Long[]::new);
		byte[][] data = stored.stream().map(StoredNotificationSerializer::write).toArray(byte[][]::new);
		Boolean[] claimed = IntStream.range(0, ids.length).mapToObj((i) -> i < claims).toArray(Boolean[]::new);
		try (PreparedStatement statement = connection.prepareStatement(this.writeSql)) {
			statement.setArray(1, connection.createArrayOf("text", ids));
			statement.setArray(2, connection.createArrayOf("bigint", receivedAt));
			statement.setArray(3, connection.createArrayOf("bytea", data));
			statement.setArray(4, connection.createArrayOf("boolean", claimed));
			statement.setString(5, claimant);
			statement.setLong(6, now.toEpochMilli());
			Set<String> seen = new HashSet<>(Arrays.asList(ids));
			try (ResultSet written = statement.executeQuery()) {
				while (written.next()) {
					seen.remove(written.getString(1));
				}
			}
			return seen;
		}
	}

	/**
	 * Give up deliveries that this instance has claimed, so that anybody can claim them.
	 * @param executions the deliveries
	 */
	void giveUp(List<Execution> executions) {
		inTransaction(() -> updateHeld(
				"update " + this.inboxTable
						+ " set picked = false, picked_by = null, last_heartbeat = null, version = version + 1",
				executions));
	}

	/**
	 * Remember that the notifications were seen.
	 * @param notifications the notifications
	 * @throws DataAccessException if one of them was seen before, among others
	 */
	void remember(List<SmsNotification> notifications) {
		this.jdbc.batchUpdate("insert into " + this.seenTable + " (notification_id, seen_at) values (?, ?)",
				notifications, notifications.size(), (statement, notification) -> {
					statement.setString(1, notification.id());
					statement.setLong(2, notification.receivedAt().toEpochMilli());
				});
	}

	Set<String> findSeen(Collection<String> ids) {
		String sql = "select notification_id from " + this.seenTable + " where notification_id in ("
				+ String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
		return inTransaction(() -> new HashSet<>(this.jdbc.queryForList(sql, String.class, ids.toArray())));
	}

	/**
	 * Forget the notifications that were seen before the given time, except those that
	 * are still to be delivered or dead. Works in small transactions.
	 * @param end the time
	 * @return the number of notifications forgotten
	 */
	int forgetSeenBefore(Instant end) {
		String select = "select notification_id, seen_at from " + this.seenTable
				+ " where seen_at >= ? and seen_at < ? order by seen_at" + this.dialect.getQueryLimitPart(PURGE_BATCH);
		String delete = "delete from " + this.seenTable + " where notification_id = ? and not exists (select 1 from "
				+ this.inboxTable + " where task_name in (?, ?) and task_instance = ?)";
		int forgotten = 0;
		long begin = 0;
		List<Seen> found;
		do {
			long from = begin;
			found = inTransaction(() -> this.jdbc.query(select,
					(row, number) -> new Seen(row.getString(1), row.getLong(2)), from, end.toEpochMilli()));
			List<Seen> batch = found;
			forgotten += inTransaction(() -> delete(delete, batch));
			if (!found.isEmpty()) {
				long last = found.get(found.size() - 1).at();
				begin = (last > begin) ? last : begin + 1;
			}
		}
		while (found.size() == PURGE_BATCH);
		return forgotten;
	}

	private int delete(String sql, List<Seen> batch) {
		int deleted = 0;
		for (int[] counts : this.jdbc.batchUpdate(sql, batch, PURGE_BATCH, (statement, seen) -> {
			statement.setString(1, seen.id());
			statement.setString(2, DELIVERY);
			statement.setString(3, DEAD_LETTER);
			statement.setString(4, seen.id());
		})) {
			for (int count : counts) {
				deleted += Math.max(count, 0);
			}
		}
		return deleted;
	}

	/**
	 * Remove deliveries that this instance holds, as part of the current transaction.
	 * @param executions the deliveries
	 * @return those that this instance did not hold any more
	 */
	List<Execution> remove(List<Execution> executions) {
		int[] counts = updateHeld("delete from " + this.inboxTable, executions);
		return IntStream.range(0, counts.length).filter((i) -> counts[i] == 0).mapToObj(executions::get).toList();
	}

	private int[] updateHeld(String change, List<Execution> executions) {
		return this.jdbc.batchUpdate(change + " where task_name = ? and task_instance = ? and version = ?", executions,
				executions.size(), (statement, execution) -> {
					statement.setString(1, execution.getTaskName());
					statement.setString(2, execution.getId());
					statement.setLong(3, execution.version);
				})[0];
	}

	/**
	 * Remove deliveries that this instance holds, and commit.
	 * @param executions the deliveries
	 * @return those that this instance did not hold any more
	 */
	List<Execution> removeAndCommit(List<Execution> executions) {
		if (!writesInOneStatement()) {
			return inTransaction(() -> remove(executions));
		}
		Set<String> removed = this.jdbc.execute((ConnectionCallback<Set<String>>) (connection) -> {
			Set<String> ids = removeInOneStatement(connection, executions);
			commit(connection);
			return ids;
		});
		Assert.state(removed != null, "'removed' must not be null");
		return executions.stream().filter((execution) -> !removed.contains(execution.getId())).toList();
	}

	private Set<String> removeInOneStatement(Connection connection, List<Execution> executions) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(
				"delete from " + this.inboxTable + " using unnest(?, ?) as held (id, held_version) where task_name = '"
						+ DELIVERY + "' and task_instance = id and version = held_version returning id")) {
			statement.setArray(1,
					connection.createArrayOf("text", executions.stream().map(Execution::getId).toArray(String[]::new)));
			statement.setArray(2, connection.createArrayOf("bigint",
					executions.stream().map((execution) -> execution.version).toArray(Long[]::new)));
			Set<String> removed = new HashSet<>();
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					removed.add(rows.getString(1));
				}
			}
			return removed;
		}
	}

	private static void commit(Connection connection) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.commit();
		}
	}

	SmsInboxStatus status() {
		return inTransaction(() -> {
			Count waiting = count(
					"select count(*) as items, min(execution_time) as oldest from " + this.inboxTable
							+ " where task_name = ? and (consecutive_failures is null or consecutive_failures = 0)",
					(row) -> this.dialect.getInstant(row, "oldest"), DELIVERY);
			Count failed = count(
					"select count(*) as items, min(s.seen_at) as oldest from " + this.inboxTable + " i left join "
							+ this.seenTable + " s on s.notification_id = i.task_instance"
							+ " where i.task_name = ? and i.consecutive_failures > 0",
					(row) -> (row.getLong("oldest") != 0) ? Instant.ofEpochMilli(row.getLong("oldest")) : null,
					DELIVERY);
			Count dead = count("select count(*) as items, min(execution_time) as oldest from " + this.inboxTable
					+ " where task_name = ?", (row) -> null, DEAD_LETTER);
			return new SmsInboxStatus(waiting.items() + failed.items(), earlier(waiting.oldest(), failed.oldest()),
					dead.items());
		});
	}

	private Count count(String sql, Oldest oldest, String taskName) {
		Count count = this.jdbc.queryForObject(sql, (row, number) -> new Count(row.getLong("items"), oldest.read(row)),
				taskName);
		Assert.state(count != null, "'count' must not be null");
		return count;
	}

	private static @Nullable Instant earlier(@Nullable Instant first, @Nullable Instant second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return first.isBefore(second) ? first : second;
	}

	List<SmsDeadLetter> listDead(int limit) {
		String sql = "select task_instance, task_data from " + this.inboxTable
				+ " where task_name = ? order by execution_time" + this.dialect.getQueryLimitPart(limit);
		return inTransaction(() -> this.jdbc.query(sql, (row, number) -> {
			StoredNotification stored = StoredNotificationSerializer.read(this.dialect.getTaskData(row, "task_data"));
			Death death = stored.death();
			return (death != null)
					? new SmsDeadLetter(row.getString("task_instance"), stored.receivedAt(), death.since(),
							death.attempts(), death.failure())
					: new SmsDeadLetter(row.getString("task_instance"), stored.receivedAt(), stored.receivedAt(), 0,
							null);
		}, DEAD_LETTER));
	}

	int requeueDead(@Nullable String id, Instant now) {
		String sql = "update " + this.inboxTable + " set task_name = ?, execution_time = ?, version = version + 1"
				+ " where task_name = ?" + ((id != null) ? " and task_instance = ?" : "");
		return inTransaction(() -> this.jdbc.update(sql, (PreparedStatement statement) -> {
			statement.setString(1, DELIVERY);
			this.dialect.setInstant(statement, 2, now);
			statement.setString(3, DEAD_LETTER);
			if (id != null) {
				statement.setString(4, id);
			}
		}));
	}

	boolean discardDead(String id) {
		return inTransaction(
				() -> this.jdbc.update("delete from " + this.inboxTable + " where task_name = ? and task_instance = ?",
						DEAD_LETTER, id) == 1);
	}

	/**
	 * What became of a group of notifications.
	 *
	 * @param seen those that were seen before
	 * @param handedOver the number of those that were handed over
	 * @param waiting the number of those that wait in the table
	 */
	record Written(Set<String> seen, int handedOver, int waiting) {

		static final Written NOTHING = new Written(Set.of(), 0, 0);

	}

	private record Seen(String id, long at) {

	}

	private record Count(long items, @Nullable Instant oldest) {

	}

	/**
	 * Reads a time from a row.
	 */
	private interface Oldest {

		@Nullable Instant read(ResultSet row) throws SQLException;

	}

}
