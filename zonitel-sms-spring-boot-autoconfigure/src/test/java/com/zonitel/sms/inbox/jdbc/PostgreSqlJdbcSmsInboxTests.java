package com.zonitel.sms.inbox.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.zaxxer.hikari.HikariDataSource;
import com.zonitel.sms.FreePorts;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link JdbcSmsInbox} on PostgreSQL.
 */
class PostgreSqlJdbcSmsInboxTests extends AbstractJdbcSmsInboxTests {

	private static EmbeddedPostgres postgres;

	@BeforeAll
	static void startPostgres() throws IOException {
		postgres = EmbeddedPostgres.builder().setPort(FreePorts.find()).start();
	}

	@AfterAll
	static void stopPostgres() throws IOException {
		postgres.close();
	}

	@Override
	HikariDataSource connect() {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(postgres.getPostgresDatabase());
		return pool;
	}

	private static HikariDataSource connect(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		return pool;
	}

	@Override
	String platform() {
		return "postgresql";
	}

	@Test
	void burstAfterAQuietTimeIsDeliveredByIndex() {
		Phaser listeners = new Phaser(1);
		AtomicBoolean held = new AtomicBoolean();
		JdbcSmsInbox inbox = open((event) -> {
			if (held.get()) {
				listeners.awaitAdvance(0);
			}
		});
		this.jdbc.execute("vacuum analyze zonitel_sms_inbox");
		for (int i = 0; i < 1_000; i++) {
			accept(inbox, "quiet" + i, 1);
		}
		await().until(() -> rows("deliver") == 0);
		held.set(true);
		for (int i = 0; i < 10; i++) {
			accept(inbox, "burst" + i, 500);
		}
		long before = rowsReadWithoutIndex();
		listeners.arrive();
		await().until(() -> rows("deliver") == 0);
		assertThat(rowsReadWithoutIndex() - before).isLessThan(1_000_000);
	}

	@Test
	void burstIsDeliveredByIndexAfterTheTableWasAnalyzedWhileNearlyEmpty() {
		Phaser listeners = new Phaser(1);
		AtomicBoolean held = new AtomicBoolean();
		JdbcSmsInbox inbox = open((event) -> {
			if (held.get()) {
				listeners.awaitAdvance(0);
			}
			this.handled.add(event);
		});
		this.jdbc.execute("alter table zonitel_sms_inbox set (autovacuum_enabled = false)");
		for (int i = 0; i < 10; i++) {
			accept(inbox, "quiet" + i + "-", 100);
		}
		await().until(() -> rows("deliver") == 0);
		this.jdbc.execute("vacuum (truncate false, analyze) zonitel_sms_inbox");
		held.set(true);
		for (int i = 0; i < 20; i++) {
			accept(inbox, "burst" + i + "-", 500);
		}
		long before = rowsReadByIndex();
		listeners.arrive();
		await().until(() -> this.handled.size() == 11_000);
		assertThat(rowsReadByIndex() - before).isLessThan(100_000);
	}

	@Test
	void claimsReadLittleMoreThanWhatIsDueWhateverVacuumHasNotRemovedYet() {
		JdbcSmsInbox inbox = open(this.handled::add);
		this.jdbc.execute("alter table zonitel_sms_inbox set (autovacuum_enabled = false)");
		for (int i = 0; i < 20; i++) {
			accept(inbox, "burst" + i + "-", 500);
		}
		await().until(() -> rows("deliver") == 0);
		long before = rowsReadByIndex();
		deliverOneByOne(inbox, 100);
		assertThat(rowsReadByIndex() - before).isLessThan(100_000);
	}

	@Test
	void claimsReadLittleOfWhatWasDeliveredSinceATransactionBegan() throws Exception {
		JdbcSmsInbox inbox = open(this.handled::add);
		this.jdbc.execute("alter table zonitel_sms_inbox set (autovacuum_enabled = false)");
		try (Connection report = postgres.getPostgresDatabase().getConnection()) {
			report.setAutoCommit(false);
			report.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			report.createStatement().execute("select 1");
			for (int i = 0; i < 40; i++) {
				accept(inbox, "burst" + i + "-", 500);
			}
			await().until(() -> rows("deliver") == 0);
			long before = rowsReadByIndex();
			deliverOneByOne(inbox, 200);
			assertThat(rowsReadByIndex() - before).isLessThan(1_000_000);
		}
	}

	@Test
	void whatAnInstanceStoresIsFoundByItsNextSearches() {
		JdbcSmsInbox inbox = openWithoutPolling(this.handled::add);
		for (int i = 1; i <= 20; i++) {
			for (int j = 0; j < 100; j++) {
				accept(inbox, "burst" + i + "-" + j + "-", 10);
			}
			int expected = i * 1_000;
			await().until(() -> this.handled.size() == expected);
		}
		assertThat(handledIds()).hasSize(20_000).doesNotHaveDuplicates();
	}

	@Test
	void whatIsStoredWhileMoreWasClaimedThanSlowListenersAreReadyForIsFound() {
		AtomicBoolean slow = new AtomicBoolean();
		JdbcSmsInbox inbox = openWithoutPolling((event) -> {
			if (slow.get()) {
				CountDownLatch never = new CountDownLatch(1);
				assertThatNoException().isThrownBy(() -> never.await(700, TimeUnit.MILLISECONDS));
			}
			this.handled.add(event);
		});
		accept(inbox, "fast", 1_000);
		await().until(() -> this.handled.size() == 1_000);
		slow.set(true);
		accept(inbox, "slow", 20);
		await().until(() -> this.handled.size() >= 1_004);
		accept(inbox, "later", 1);
		await().until(() -> handledIds().contains("later0:received"));
		assertThat(handledIds()).doesNotHaveDuplicates();
	}

	@Test
	void whatAnotherInstanceStoredIsFoundAlsoUnderLoad() {
		JdbcSmsInbox inbox = openWithoutPolling(this.handled::add);
		SmsNotification other = received("other");
		accept(inbox, "before", 10);
		await().until(() -> this.handled.size() == 10);
		new PostgreSqlNotificationTable(new TableNames("zonitel_sms_"), Instant::now, this.dataSource, this.dataSource)
			.write(List.of(other));
		AtomicInteger sent = new AtomicInteger();
		await().pollInterval(Duration.ofMillis(1)).until(() -> {
			accept(inbox, "load" + sent.incrementAndGet(), 1);
			return handledIds().contains(other.id());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "prepareThreshold=-1", "preferQueryMode=simple", "preferQueryMode=extendedForPrepared" })
	void worksWithAnyModeOfTheDriver(String mode) throws SQLException {
		HikariDataSource single = connect(postgres.getJdbcUrl("postgres", "postgres") + "&" + mode);
		single.setMaximumPoolSize(1);
		use(single);
		AtomicBoolean healthy = new AtomicBoolean();
		JdbcSmsInbox inbox = open(new RetrySchedule(1, Duration.ofSeconds(1), 2, Duration.ofSeconds(1)), (event) -> {
			if (!healthy.get()) {
				throw new IllegalStateException();
			}
			this.handled.add(event);
		});
		accept(inbox, "n", 20);
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		await().until(() -> deadLetters.list(100).size() == 20);
		healthy.set(true);
		assertThat(deadLetters.requeueAll()).isEqualTo(20);
		await().until(() -> rows("deliver") == 0);
		assertThat(handledIds()).hasSize(20).doesNotHaveDuplicates();
		inbox.stop();
		try (Connection connection = this.pool.getConnection()) {
			PgConnection driver = connection.unwrap(PgConnection.class);
			assertThat(driver.getForceBinary()).isEqualTo(mode.endsWith("-1"));
			assertThat(driver.getPrepareThreshold()).isEqualTo(mode.endsWith("-1") ? -1 : 5);
		}
	}

	@Test
	void copiesThatReachTwoInstancesAtOnceAreAcknowledgedWhereTransactionsAreIsolatedStrictly(CapturedOutput output) {
		HikariDataSource strict = connect();
		strict.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
		use(strict);
		JdbcSmsInbox first = open(this.handled::add);
		JdbcSmsInbox second = open(this.handled::add);
		for (int i = 0; i < 100; i++) {
			SmsNotification notification = received("n" + i);
			Stream.of(first, second, first, second)
				.map((inbox) -> inbox.accept(notification))
				.toList()
				.forEach((receipt) -> assertThat(receipt(receipt)).isIn(Receipt.ACCEPTED, Receipt.DUPLICATE));
		}
		await().until(() -> rows("deliver") == 0);
		assertThat(handledIds()).hasSize(100).doesNotHaveDuplicates();
		assertThat(output).doesNotContain("Unhandled exception");
	}

	@Test
	void claimsThatFailAreWarnedAboutOnceAndTriedAgain(CapturedOutput output) {
		JdbcSmsInbox inbox = open(this.handled::add);
		accept(inbox, "before", 10);
		await().until(() -> rows("deliver") == 0);
		this.jdbc.execute("alter table zonitel_sms_inbox rename picked_by to renamed");
		accept(inbox, "n", 100);
		await().during(Duration.ofSeconds(2))
			.untilAsserted(() -> assertThat(output).containsOnlyOnce("cannot be claimed in the database")
				.doesNotContain("Unhandled exception"));
		this.jdbc.execute("alter table zonitel_sms_inbox rename renamed to picked_by");
		await().until(() -> this.handled.size() == 110);
	}

	@Test
	void requeuingAllEndsAlthoughTheyDieAgainMeanwhile() {
		byte[] data = StoredNotificationSerializer.write(StoredNotification.of(received("dead")));
		String insert = """
				insert into zonitel_sms_inbox (task_name, task_instance, task_data, execution_time, last_failure,
					picked, version)
				select 'dead', 'n' || i, ?, now() + interval '365000 days', now(), false, 1
				from generate_series(1, 5000) i""";
		this.jdbc.update(insert, data);
		JdbcSmsInbox inbox = open(new RetrySchedule(1, Duration.ofSeconds(1), 2, Duration.ofSeconds(1)), (event) -> {
			throw new IllegalStateException();
		});
		assertThat(new JdbcSmsDeadLetters(inbox).requeueAll()).isEqualTo(5_000);
	}

	@Test
	void settingsOfAStatementEndWithIt() {
		this.pool.setMaximumPoolSize(1);
		NotificationTable table = new PostgreSqlNotificationTable(new TableNames("zonitel_sms_"), Instant::now,
				this.pool, this.pool);
		Execution unknown = new Execution(Instant.now(), new TaskInstance<>(NotificationTable.DELIVERY, "unknown"));
		assertThat(table.remove(1, List.of(unknown))).containsExactly(unknown);
		assertThat(this.jdbc.queryForObject("show enable_seqscan", String.class)).isEqualTo("on");
	}

	@Test
	void acceptsAgainSoonAfterConnectionsHaveGoneSilent() throws Exception {
		assertThatSilentConnectionsAreReplaced(postgres.getPort(),
				(port) -> connect("jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(port)), false);
	}

	@Test
	void acceptsAgainSoonAlthoughTheConnectionThatIsBeingOpenedHasGoneSilentToo() throws Exception {
		assertThatSilentConnectionsAreReplaced(postgres.getPort(), (port) -> connect(
				"jdbc:postgresql://localhost:%d/postgres?user=postgres&loginTimeout=3".formatted(port)), true);
	}

	@Test
	void statementsThatWaitForALockDoNotPileUpInTheDatabase() throws Exception {
		JdbcInboxSettings settings = settings("zonitel_sms_",
				new RetrySchedule(4, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), 4, Duration.ofSeconds(20));
		JdbcSmsInbox inbox = open(new JdbcInboxSettings(settings.tablePrefix(),
				new JdbcInboxSettings.Acceptance(1_000, Duration.ofSeconds(1), Duration.ofDays(3)), settings.delivery(),
				settings.leases()), null, this.handled::add);
		accept(inbox, "before", 1);
		await().until(() -> this.handled.size() == 1);
		AtomicInteger sent = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		try (HikariDataSource other = connect();
				Connection locking = other.getConnection();
				Connection looking = other.getConnection()) {
			locking.setAutoCommit(false);
			locking.createStatement().execute("lock table zonitel_sms_inbox");
			Instant end = Instant.now().plusSeconds(25);
			await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(200)).until(() -> {
				inbox.accept(received("locked" + sent.incrementAndGet()));
				most.accumulateAndGet(waitingForALock(looking), Math::max);
				return Instant.now().isAfter(end);
			});
			locking.rollback();
		}
		assertThat(most).hasValueBetween(1, this.pool.getMaximumPoolSize());
		accept(inbox, "after", 1);
		await().until(() -> handledIds().contains("after0:received"));
	}

	private static int waitingForALock(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet count = statement
					.executeQuery("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")) {
			count.next();
			return count.getInt(1);
		}
	}

	@Test
	void connectionsAreGivenBackAsTheyWere() throws Exception {
		this.pool.setMaximumPoolSize(1);
		try (Connection connection = this.pool.getConnection()) {
			connection.unwrap(PGConnection.class).setPrepareThreshold(3);
		}
		InboxDataSource own = new InboxDataSource(this.pool, Duration.ofSeconds(7), true);
		try (Connection connection = own.getConnection()) {
			assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
			assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold()).isZero();
		}
		try (Connection connection = this.pool.getConnection()) {
			assertThat(connection.getNetworkTimeout()).isZero();
			assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold()).isEqualTo(3);
		}
	}

	@Test
	void whatIsClaimedAheadGoesToAnotherInstanceOnceListenersHang() {
		Phaser listeners = new Phaser(1);
		AtomicBoolean held = new AtomicBoolean();
		AtomicInteger hanging = new AtomicInteger();
		JdbcSmsInbox first = open((event) -> {
			if (held.get()) {
				hanging.incrementAndGet();
				listeners.awaitAdvance(0);
			}
			this.handled.add(event);
		});
		accept(first, "fast", 1_000);
		await().until(() -> this.handled.size() == 1_000);
		held.set(true);
		accept(first, "held", 100);
		await().until(() -> hanging.get() == 4);
		open(this.handled::add);
		await().until(() -> this.handled.size() == 1_096);
		listeners.arrive();
		await().until(() -> rows("deliver") == 0);
		assertThat(handledIds()).hasSize(1_100).doesNotHaveDuplicates();
	}

	private void use(HikariDataSource pool) {
		this.pool.close();
		this.pool = pool;
		this.dataSource = new UnreliableDataSource(pool);
		this.jdbc = new JdbcTemplate(pool);
	}

	private void deliverOneByOne(JdbcSmsInbox inbox, int count) {
		int before = this.handled.size();
		for (int i = 1; i <= count; i++) {
			int expected = before + i;
			accept(inbox, "later" + i, 1);
			await().pollInterval(Duration.ofMillis(5)).until(() -> this.handled.size() == expected);
		}
	}

	private void accept(JdbcSmsInbox inbox, String prefix, int count) {
		IntStream.range(0, count)
			.mapToObj((i) -> inbox.accept(received(prefix + i)))
			.toList()
			.forEach((receipt) -> assertThat(receipt(receipt)).isEqualTo(Receipt.ACCEPTED));
	}

	private long rowsReadWithoutIndex() {
		return count("select seq_tup_read from pg_stat_user_tables where relname = 'zonitel_sms_inbox'");
	}

	private long rowsReadByIndex() {
		return count("select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'zonitel_sms_inbox'");
	}

	private long count(String query) {
		Long rows = this.jdbc.queryForObject(query, Long.class);
		assertThat(rows).isNotNull();
		return rows;
	}

}
