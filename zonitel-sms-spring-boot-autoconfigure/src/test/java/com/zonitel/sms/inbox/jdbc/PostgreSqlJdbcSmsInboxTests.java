package com.zonitel.sms.inbox.jdbc;

import java.io.IOException;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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

}
