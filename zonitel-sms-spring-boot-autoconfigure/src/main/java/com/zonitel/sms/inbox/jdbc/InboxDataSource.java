package com.zonitel.sms.inbox.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.util.ClassUtils;

/**
 * Connections of the inbox's own, from the application's pool: they take part in no
 * transaction of the application, commit each statement unless told otherwise, and fail
 * where the network stays silent. A connection is given back as it was.
 */
class InboxDataSource extends DelegatingDataSource {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final boolean POSTGRESQL_DRIVER = ClassUtils.isPresent("org.postgresql.PGConnection",
			InboxDataSource.class.getClassLoader());

	private final int timeoutMillis;

	private final boolean plansAnew;

	private volatile boolean timeoutSupported = true;

	/**
	 * Create a new instance.
	 * @param pool the application's pool
	 * @param timeout the time that a read from the network may take
	 * @param plansAnew whether PostgreSQL plans each statement anew, since a plan that it
	 * keeps is made while the table is empty and reads the whole table once it is full
	 */
	InboxDataSource(DataSource pool, Duration timeout, boolean plansAnew) {
		super(withoutTransactions(pool));
		this.timeoutMillis = Math.toIntExact(Math.max(1, timeout.toMillis()));
		this.plansAnew = plansAnew;
	}

	private static DataSource withoutTransactions(DataSource pool) {
		DataSource target = (pool instanceof TransactionAwareDataSourceProxy proxy) ? proxy.getTargetDataSource()
				: null;
		return (target != null) ? withoutTransactions(target) : pool;
	}

	@Override
	public Connection getConnection() throws SQLException {
		BorrowedConnection borrowed = new BorrowedConnection(super.getConnection());
		try {
			borrowed.prepare();
			return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
					new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> borrowed.invoke(method, arguments));
		}
		catch (Throwable ex) {
			borrowed.giveBack();
			throw ex;
		}
	}

	/**
	 * Have PostgreSQL end the statement of a connection that is broken: while it waits
	 * for a lock it does not notice that nobody waits for it, and the pool would replace
	 * one connection after the other.
	 */
	private static void cancel(PgConnection broken) {
		Thread thread = new Thread(() -> {
			try {
				broken.getQueryExecutor().sendQueryCancel();
			}
			catch (SQLException ex) {
				logger.debug("PostgreSQL cannot be told that a statement is not waited for", ex);
			}
		}, "zonitel-sms-inbox-cancel");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Connection together with its settings at the time at which it was borrowed.
	 */
	private final class BorrowedConnection {

		private final Connection connection;

		private boolean autoCommit = true;

		private int networkTimeout = -1;

		private @Nullable Integer prepareThreshold;

		private @Nullable PgConnection postgres;

		private boolean givenBack;

		BorrowedConnection(Connection connection) {
			this.connection = connection;
		}

		void prepare() throws SQLException {
			if (InboxDataSource.this.timeoutSupported) {
				setNetworkTimeout();
			}
			this.autoCommit = this.connection.getAutoCommit();
			if (!this.autoCommit) {
				this.connection.setAutoCommit(true);
			}
			if (POSTGRESQL_DRIVER && this.connection.isWrapperFor(PgConnection.class)) {
				this.postgres = this.connection.unwrap(PgConnection.class);
				planAnew(this.postgres);
			}
		}

		private void planAnew(PgConnection postgres) throws SQLException {
			if (InboxDataSource.this.plansAnew) {
				this.prepareThreshold = postgres.getPrepareThreshold();
				postgres.setPrepareThreshold(0);
				setForceBinary(postgres, false);
			}
		}

		/**
		 * A threshold of -1 has the driver ask for binary results, which it cannot read
		 * from two statements at once.
		 */
		private void setForceBinary(PgConnection postgres, boolean binary) {
			if (this.prepareThreshold != null && this.prepareThreshold < 0) {
				postgres.setForceBinary(binary);
			}
		}

		private void setNetworkTimeout() throws SQLException {
			try {
				int before = physical().getNetworkTimeout();
				physical().setNetworkTimeout(Runnable::run, InboxDataSource.this.timeoutMillis);
				this.networkTimeout = before;
			}
			catch (SQLFeatureNotSupportedException | UnsupportedOperationException | AbstractMethodError ex) {
				InboxDataSource.this.timeoutSupported = false;
				logger.debug("The JDBC driver has no time-out on the network", ex);
			}
		}

		/**
		 * Return the driver's connection: HikariCP takes the pool's for broken where the
		 * driver does not know a method.
		 */
		private Connection physical() throws SQLException {
			return this.connection.isWrapperFor(Connection.class) ? this.connection.unwrap(Connection.class)
					: this.connection;
		}

		@Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
			if (method.getName().equals("close")) {
				giveBack();
				return null;
			}
			try {
				return method.invoke(this.connection, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}

		void giveBack() throws SQLException {
			if (this.givenBack) {
				return;
			}
			this.givenBack = true;
			try (Connection closed = this.connection) {
				if (!closed.isClosed()) {
					restore();
				}
			}
			if (this.postgres != null && this.postgres.isClosed()) {
				cancel(this.postgres);
			}
		}

		private void restore() throws SQLException {
			try {
				if (this.postgres != null && this.prepareThreshold != null) {
					this.postgres.setPrepareThreshold(this.prepareThreshold);
					setForceBinary(this.postgres, true);
				}
				if (!this.autoCommit) {
					this.connection.setAutoCommit(false);
				}
				if (this.networkTimeout >= 0) {
					physical().setNetworkTimeout(Runnable::run, this.networkTimeout);
				}
			}
			catch (Throwable ex) {
				this.connection.abort(Runnable::run);
			}
		}

	}

}
