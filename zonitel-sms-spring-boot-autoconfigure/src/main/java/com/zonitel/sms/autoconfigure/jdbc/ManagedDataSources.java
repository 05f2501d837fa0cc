package com.zonitel.sms.autoconfigure.jdbc;

import java.lang.reflect.Method;
import java.util.Set;

import javax.sql.DataSource;

import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.ReflectionUtils;

/**
 * Finds out which {@link DataSource} a transaction manager manages.
 */
final class ManagedDataSources {

	private static final Set<String> KNOWN_MANAGERS = Set.of(
			"org.springframework.jdbc.datasource.DataSourceTransactionManager",
			"org.springframework.orm.jpa.JpaTransactionManager",
			"org.springframework.orm.jpa.hibernate.HibernateTransactionManager");

	private ManagedDataSources() {
	}

	/**
	 * Return the data source that a transaction manager manages.
	 * @param manager the transaction manager
	 * @param inbox the data source of the inbox
	 * @return the data source as the manager knows it
	 * @throws InvalidZonitelConfigurationException if it is not the inbox's
	 */
	static DataSource require(PlatformTransactionManager manager, DataSource inbox) {
		Object target = unwrap(manager);
		DataSource managed = dataSource(target);
		if (managed == null || unwrap(managed) != unwrap(inbox)) {
			throw new InvalidZonitelConfigurationException(
					"The property 'zonitel.sms.inbox.jdbc.transactional-delivery' is set, but the transaction manager "
							+ target.getClass().getName()
							+ ((managed != null) ? " manages another DataSource than the inbox's."
									: " does not manage one DataSource of its own, so that a notification could not be"
											+ " removed in its transactions."),
					"Make the JDBC, JPA or Hibernate transaction manager of the inbox's DataSource '@Primary', or"
							+ " remove the property to run listeners outside of a transaction.");
		}
		return managed;
	}

	private static @Nullable DataSource dataSource(Object manager) {
		for (Class<?> type = manager.getClass(); type != null; type = type.getSuperclass()) {
			if (KNOWN_MANAGERS.contains(type.getName())) {
				Method getter = ReflectionUtils.findMethod(type, "getDataSource");
				return (getter != null) ? (DataSource) ReflectionUtils.invokeMethod(getter, manager) : null;
			}
		}
		return null;
	}

	private static Object unwrap(Object candidate) {
		Object target = AopProxyUtils.getSingletonTarget(candidate);
		if (target == null && candidate instanceof DelegatingDataSource delegating) {
			target = delegating.getTargetDataSource();
		}
		return (target != null) ? unwrap(target) : candidate;
	}

}
