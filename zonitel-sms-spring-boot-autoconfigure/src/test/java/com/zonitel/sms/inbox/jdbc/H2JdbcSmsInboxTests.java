package com.zonitel.sms.inbox.jdbc;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import com.zonitel.sms.inbox.Receipt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcSmsInbox} on H2.
 */
class H2JdbcSmsInboxTests extends AbstractJdbcSmsInboxTests {

	@TempDir
	private Path directory;

	@Test
	void listenerThatThrowsWhileInterruptedLeavesTheDatabaseOpen() {
		listenerThatThrowsWhileInterruptedLeavesTheDatabaseOpen(null);
	}

	@Test
	void listenerThatThrowsWhileInterruptedInATransactionLeavesTheDatabaseOpen() {
		listenerThatThrowsWhileInterruptedLeavesTheDatabaseOpen(
				new HostTransactions(new JdbcTransactionManager(this.dataSource), this.dataSource));
	}

	@Test
	void forgetsByItselfWhatWasSeenLongAgo() {
		this.jdbc.update("insert into zonitel_sms_seen (notification_id, seen_at) values ('old', ?)",
				Instant.now().minus(4, ChronoUnit.DAYS).toEpochMilli());
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(receipt(inbox.accept(received("new")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(
				() -> assertThat(this.jdbc.queryForList("select notification_id from zonitel_sms_seen", String.class))
					.containsExactly("new:received"));
	}

	private void listenerThatThrowsWhileInterruptedLeavesTheDatabaseOpen(@Nullable HostTransactions transactions) {
		AtomicInteger attempts = new AtomicInteger();
		JdbcSmsInbox inbox = open(transactions, (event) -> {
			if (attempts.incrementAndGet() < 3) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("interrupted");
			}
			this.handled.add(event);
		});
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> {
			assertThat(rows("deliver")).isZero();
			assertThat(this.handled).hasSize(1);
		});
	}

	@Override
	HikariDataSource connect() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:file:" + this.directory.resolve("test") + ";WRITE_DELAY=0");
		return pool;
	}

	@Override
	String platform() {
		return "h2";
	}

}
