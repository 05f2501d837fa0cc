package com.zonitel.sms.inbox.jdbc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import com.zonitel.sms.inbox.Receipt;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcSmsInbox} on PostgreSQL.
 */
class PostgreSqlJdbcSmsInboxTests extends AbstractJdbcSmsInboxTests {

	private static EmbeddedPostgres postgres;

	@BeforeAll
	static void startPostgres() throws IOException {
		postgres = EmbeddedPostgres.start();
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
	void nothingIsClaimedFromTheTableWhileWorkersAreIdle() {
		List<Long> versions = new CopyOnWriteArrayList<>();
		JdbcSmsInbox inbox = open((event) -> versions.addAll(this.jdbc.queryForList(
				"select version from zonitel_sms_inbox where task_instance = ?", Long.class, event.notificationId())));
		for (int i = 1; i <= 100; i++) {
			int delivered = i;
			accept(inbox, "n" + i, 1);
			await().until(() -> versions.size() == delivered);
		}
		assertThat(versions.stream().filter((version) -> version == 1)).hasSizeGreaterThan(90);
	}

	@Test
	void notificationThatFoundNoWorkerIsLeftToOthers() {
		InboxDatabase database = InboxDatabase.open(this.dataSource, "zonitel_sms_");
		Handover handover = new Handover(1, () -> 0, Duration.ofSeconds(1));
		InboxDatabase.Written written = database.write(() -> List.of(received("first"), received("second")), "host/1",
				handover);
		assertThat(written).isEqualTo(new InboxDatabase.Written(Set.of(), 1, 1));
		database.giveUp(handover.takeBack(Instant.MAX));
		assertThat(handover.takeBack(Instant.MAX)).isEmpty();
		assertThat(this.jdbc.queryForObject("select count(*) from zonitel_sms_inbox where picked", Long.class))
			.isZero();
		Set<String> handled = ConcurrentHashMap.newKeySet();
		open((event) -> handled.add(event.notificationId()));
		await().until(() -> handled.size() == 2);
	}

	@Test
	void notificationOfAProcessThatEndedBeforeItsDeliveryIsTakenOver(CapturedOutput output) {
		InboxDatabase.open(this.dataSource, "zonitel_sms_")
			.write(() -> List.of(received("1")), "host/1", new Handover(1, () -> 0, Duration.ofSeconds(1)));
		Set<String> handled = ConcurrentHashMap.newKeySet();
		open((event) -> handled.add(event.notificationId()));
		await().until(() -> handled.contains("1:received"));
		assertThat(output).contains("'1:received' is taken over from host/1");
	}

	private void accept(JdbcSmsInbox inbox, String prefix, int count) {
		IntStream.range(0, count)
			.mapToObj((i) -> inbox.accept(received(prefix + i)))
			.toList()
			.forEach((receipt) -> assertThat(receipt(receipt)).isEqualTo(Receipt.ACCEPTED));
	}

	private long rowsReadWithoutIndex() {
		Long rows = this.jdbc.queryForObject(
				"select seq_tup_read from pg_stat_user_tables where relname = 'zonitel_sms_inbox'", Long.class);
		assertThat(rows).isNotNull();
		return rows;
	}

}
