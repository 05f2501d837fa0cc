package com.zonitel.sms.autoconfigure.jdbc;

import java.time.Duration;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsInboxProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.inbox.MemorySmsInbox;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.jdbc.HostTransactions;
import com.zonitel.sms.inbox.jdbc.JdbcInboxSettings;
import com.zonitel.sms.inbox.jdbc.JdbcInboxSettings.Acceptance;
import com.zonitel.sms.inbox.jdbc.JdbcInboxSettings.Delivery;
import com.zonitel.sms.inbox.jdbc.JdbcInboxSettings.Leases;
import com.zonitel.sms.inbox.jdbc.JdbcSmsDeadLetters;
import com.zonitel.sms.inbox.jdbc.JdbcSmsInbox;
import com.zonitel.sms.inbox.jdbc.RetrySchedule;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.ClassUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an inbox in the application's
 * own database.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZonitelSmsAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnZonitelFeature(ZonitelFeature.JDBC_INBOX)
@ConditionalOnBean(SmsEventPublisher.class)
@ConditionalOnMissingBean(value = SmsInbox.class, ignored = MemorySmsInbox.class)
public final class ZonitelSmsJdbcInboxAutoConfiguration {

	ZonitelSmsJdbcInboxAutoConfiguration() {
	}

	/**
	 * The inbox cannot be opened without JDBC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DatabaseInitializationProperties")
	static class WithoutJdbc {

		@Bean
		SmsInbox zonitelSmsJdbcInbox() {
			throw new InvalidZonitelConfigurationException(
					"The property 'zonitel.sms.inbox.type' is 'jdbc', but the application has no JDBC.",
					"Add the dependency 'org.springframework.boot:spring-boot-starter-jdbc' or another one that brings"
							+ " a DataSource, or remove the property to keep notifications in memory.");
		}

	}

	/**
	 * The inbox cannot be opened without db-scheduler.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DatabaseInitializationProperties.class)
	@ConditionalOnMissingClass("com.github.kagkarlsson.scheduler.Scheduler")
	static class WithoutDbScheduler {

		@Bean
		SmsInbox zonitelSmsJdbcInbox() {
			throw new InvalidZonitelConfigurationException(
					"The property 'zonitel.sms.inbox.type' is 'jdbc', but db-scheduler is not on the classpath.",
					"Add the dependency 'com.github.kagkarlsson:db-scheduler' (the library, not its starter), or"
							+ " remove the property to keep notifications in memory.");
		}

	}

	/**
	 * The inbox and its dead letters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Scheduler.class, DatabaseInitializationProperties.class, JdbcTemplate.class })
	@EnableConfigurationProperties(ZonitelSmsJdbcInboxProperties.class)
	static class JdbcInboxConfiguration {

		// Boot's default is 30 seconds for the whole phase
		private static final Duration MARGIN_AT_SHUTDOWN = Duration.ofSeconds(5);

		private static final String R2DBC_CONNECTION_FACTORY = "io.r2dbc.spi.ConnectionFactory";

		@Bean
		@DependsOnDatabaseInitialization
		JdbcSmsInbox zonitelSmsJdbcInbox(ZonitelSmsInboxProperties inbox, ZonitelSmsJdbcInboxProperties jdbc,
				ZonitelSmsWebhookProperties webhook, ObjectProvider<DataSource> dataSource, SmsEventPublisher publisher,
				ObjectProvider<PlatformTransactionManager> transactionManager,
				ObjectProvider<DataSourcePoolMetadataProvider> poolMetadata,
				ObjectProvider<LifecycleProperties> lifecycle, Environment environment, BeanFactory beanFactory) {
			DataSource database = dataSource(dataSource, beanFactory);
			if (jdbc.getInitializeSchema() != DatabaseInitializationMode.NEVER) {
				new JdbcInboxSchemaInitializer(database, jdbc).initializeDatabase();
			}
			int concurrency = ListenerConcurrency.determine(inbox.getConcurrency(), database,
					poolMetadata.orderedStream().toList());
			ZonitelSmsInboxProperties.Retry retry = inbox.getRetry();
			JdbcInboxSettings settings = new JdbcInboxSettings(jdbc.qualifiedTablePrefix(),
					new Acceptance(inbox.getCapacity(), webhook.getAcknowledgeWithin(), inbox.getDeduplicationWindow()),
					new Delivery(concurrency, Threading.VIRTUAL.isActive(environment),
							new RetrySchedule(retry.getMaxAttempts(), retry.getInitialDelay(), retry.getMultiplier(),
									retry.getMaxDelay()),
							jdbc.getStuckAfter(), shutdownTimeout(lifecycle.getIfAvailable(LifecycleProperties::new))),
					new Leases(jdbc.getPollingInterval(), jdbc.getTakeoverAfter()));
			return new JdbcSmsInbox(database, settings, publisher,
					jdbc.isTransactionalDelivery() ? transactions(transactionManager, database) : null);
		}

		private static Duration shutdownTimeout(LifecycleProperties lifecycle) {
			Duration timeout = lifecycle.getTimeoutPerShutdownPhase().minus(MARGIN_AT_SHUTDOWN);
			return timeout.isNegative() ? Duration.ZERO : timeout;
		}

		private static HostTransactions transactions(ObjectProvider<PlatformTransactionManager> transactionManager,
				DataSource inbox) {
			PlatformTransactionManager unique = transactionManager.getIfUnique();
			if (unique == null) {
				throw new InvalidZonitelConfigurationException(
						"The property 'zonitel.sms.inbox.jdbc.transactional-delivery' is set, but the application has"
								+ " no PlatformTransactionManager, or several and none of them is primary.",
						"Declare one of them '@Primary', or remove the property to run listeners outside of a"
								+ " transaction.");
			}
			return new HostTransactions(unique, ManagedDataSources.require(unique, inbox));
		}

		@Bean
		@ConditionalOnMissingBean(SmsDeadLetters.class)
		JdbcSmsDeadLetters zonitelSmsDeadLetters(JdbcSmsInbox inbox) {
			return new JdbcSmsDeadLetters(inbox);
		}

		private static DataSource dataSource(ObjectProvider<DataSource> dataSource, BeanFactory beanFactory) {
			DataSource unique = dataSource.getIfUnique();
			if (unique == null && dataSource.stream().findAny().isEmpty() && hasR2dbc(beanFactory)) {
				throw new InvalidZonitelConfigurationException(
						"The property 'zonitel.sms.inbox.type' is 'jdbc', but the application has no DataSource: beside"
								+ " its R2DBC ConnectionFactory Spring Boot makes none, even if 'spring.datasource.url' is"
								+ " set.",
						"Declare a bean of type DataSource yourself, for instance from Boot's DataSourceProperties:"
								+ " 'properties.initializeDataSourceBuilder().build()' (see docs/durable-inbox.md), or"
								+ " remove the property to keep notifications in memory.");
			}
			if (unique == null) {
				throw new InvalidZonitelConfigurationException(
						"The property 'zonitel.sms.inbox.type' is 'jdbc', but the application has no DataSource, or"
								+ " several and none of them is primary.",
						"Set 'spring.datasource.url', declare one DataSource '@Primary', or remove the property to"
								+ " keep notifications in memory.");
			}
			return unique;
		}

		private static boolean hasR2dbc(BeanFactory beanFactory) {
			ClassLoader classLoader = JdbcInboxConfiguration.class.getClassLoader();
			return ClassUtils.isPresent(R2DBC_CONNECTION_FACTORY, classLoader)
					&& beanFactory.getBeanProvider(ClassUtils.resolveClassName(R2DBC_CONNECTION_FACTORY, classLoader))
						.stream()
						.findAny()
						.isPresent();
		}

	}

}
