package com.zonitel.sms.inbox.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Database of the inbox: its tables, its clock and connections of the inbox's own.
 *
 * @param names the names of the tables
 * @param clock the clock of the database
 * @param notifications the table of notifications
 * @param seen the table of identifiers that were seen
 * @param deadLetters the dead letters
 * @param connections the connections for everything but writing what is accepted
 */
record InboxDatabase(TableNames names, DatabaseClock clock, NotificationTable notifications, SeenNotifications seen,
		DeadLetterTable deadLetters, DataSource connections) {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final Duration MAX_NETWORK_TIMEOUT = Duration.ofSeconds(30);

	private static final String CHECK_INBOX = """
			select task_name, task_instance, task_data, execution_time, picked, picked_by, last_success, last_failure,
				consecutive_failures, last_heartbeat, version
			from {inbox} where 1 = 0""";

	private static final String CHECK_SEEN = "select notification_id, seen_at from {seen} where 1 = 0";

	private static final String H2_WRITE_DELAY = """
			select setting_value from information_schema.settings
			where setting_name = 'WRITE_DELAY' and setting_value <> '0'""";

	/**
	 * Connect to the database and check that the tables are there.
	 * @param pool the application's pool
	 * @param settings the settings of the inbox
	 * @return the database
	 * @throws MissingInboxTableException if a table is missing
	 * @throws DataAccessException if the database cannot be reached
	 */
	static InboxDatabase open(DataSource pool, JdbcInboxSettings settings) {
		Duration takeoverAfter = settings.leases().takeoverAfter();
		DataSource writers = new InboxDataSource(pool, settings.acceptance().timeout().multipliedBy(3).dividedBy(4),
				false);
		DataSource others = new InboxDataSource(pool,
				Collections.min(List.of(MAX_NETWORK_TIMEOUT, takeoverAfter.dividedBy(3))), true);
		JdbcTemplate jdbc = new JdbcTemplate(others);
		TableNames names = new TableNames(settings.tablePrefix());
		check(jdbc, names.inbox(), names.in(CHECK_INBOX));
		check(jdbc, names.seen(), names.in(CHECK_SEEN));
		Dialect dialect = jdbc.execute((ConnectionCallback<Dialect>) InboxDatabase::inspect);
		DatabaseClock clock = new DatabaseClock(seconds(jdbc, dialect.timeQuery()), takeoverAfter);
		clock.synchronize();
		JdbcCustomization customization = dialect.customization();
		NotificationTable notifications = (dialect == Dialect.POSTGRESQL)
				? new PostgreSqlNotificationTable(names, clock, writers, others)
				: new PortableNotificationTable(names, customization, clock, writers, others);
		return new InboxDatabase(names, clock, notifications, new SeenNotifications(names, customization, others),
				new DeadLetterTable(names, customization, clock, others), others);
	}

	private static void check(JdbcTemplate jdbc, String table, String sql) {
		try {
			jdbc.execute(sql);
		}
		catch (BadSqlGrammarException ex) {
			throw new MissingInboxTableException(table, ex);
		}
	}

	private static Dialect inspect(Connection connection) throws SQLException {
		Dialect dialect = Dialect.of(connection.getMetaData());
		String url = connection.getMetaData().getURL();
		if (dialect == Dialect.H2 && url != null && !url.startsWith("jdbc:h2:mem:")) {
			try (var statement = connection.createStatement(); var delay = statement.executeQuery(H2_WRITE_DELAY)) {
				if (delay.next()) {
					logger.warn("H2 loses what it has committed in the last moments before a crash, and with it SMS"
							+ " notifications that were acknowledged, unless ';WRITE_DELAY=0' is added to the JDBC"
							+ " URL");
				}
			}
		}
		return dialect;
	}

	/**
	 * Return how to ask for the time: machines whose database cannot be asked need a
	 * common one.
	 */
	private static Supplier<BigDecimal> seconds(JdbcTemplate jdbc, @Nullable String timeQuery) {
		return (timeQuery != null) ? () -> Objects.requireNonNull(jdbc.queryForObject(timeQuery, BigDecimal.class))
				: () -> BigDecimal.valueOf(System.currentTimeMillis(), 3);
	}

}
