package com.zonitel.sms.inbox.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InboxDataSource}.
 */
class InboxDataSourceTests {

	private final AtomicBoolean scarce = new AtomicBoolean();

	private final AtomicBoolean aborted = new AtomicBoolean();

	@Test
	void connectionThatCannotBePreparedForLackOfMemoryGoesBackToThePool() throws SQLException {
		try (HikariDataSource pool = pool()) {
			InboxDataSource own = new InboxDataSource(pool, Duration.ofSeconds(7), true);
			own.getConnection().close();
			this.scarce.set(true);
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(own::getConnection);
			this.scarce.set(false);
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	@Test
	void connectionThatCannotBeRestoredForLackOfMemoryIsBroken() throws SQLException {
		try (HikariDataSource pool = pool()) {
			Connection connection = new InboxDataSource(pool, Duration.ofSeconds(7), true).getConnection();
			this.scarce.set(true);
			connection.close();
			this.scarce.set(false);
			assertThat(this.aborted).isTrue();
		}
	}

	private HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(new DriverManagerDataSource("jdbc:h2:mem:") {

			@Override
			public Connection getConnection() throws SQLException {
				return connection(super.getConnection());
			}

		});
		pool.setMaximumPoolSize(1);
		return pool;
	}

	private Connection connection(Connection target) {
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (this.scarce.get() && method.getName().equals("setNetworkTimeout")) {
						throw new OutOfMemoryError("pretended");
					}
					return switch (method.getName()) {
						case "getNetworkTimeout" -> 0;
						case "setNetworkTimeout" -> null;
						case "abort" -> {
							this.aborted.set(true);
							yield null;
						}
						default -> method.invoke(target, arguments);
					};
				});
	}

}
