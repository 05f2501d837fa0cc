package com.zonitel.sms.inbox.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Has PostgreSQL plan each statement anew. A plan that it keeps for a prepared statement
 * is made while there is next to nothing in a table. It reads the table from end to end,
 * and would still be used after a burst has filled that.
 */
class FreshPlansDataSource extends DelegatingDataSource {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.PGStatement",
			FreshPlansDataSource.class.getClassLoader());

	FreshPlansDataSource(DataSource target) {
		super(target);
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection target = super.getConnection();
		return DRIVER_PRESENT ? (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					try {
						return withFreshPlan(method.invoke(target, arguments));
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				}) : target;
	}

	private static @Nullable Object withFreshPlan(@Nullable Object result) throws SQLException {
		if (result instanceof PreparedStatement statement && statement.isWrapperFor(PGStatement.class)) {
			statement.unwrap(PGStatement.class).setPrepareThreshold(0);
		}
		return result;
	}

}
