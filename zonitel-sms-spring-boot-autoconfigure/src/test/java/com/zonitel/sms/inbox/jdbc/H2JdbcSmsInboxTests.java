package com.zonitel.sms.inbox.jdbc;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests for {@link JdbcSmsInbox} on H2.
 */
class H2JdbcSmsInboxTests extends AbstractJdbcSmsInboxTests {

	@TempDir
	private Path directory;

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
