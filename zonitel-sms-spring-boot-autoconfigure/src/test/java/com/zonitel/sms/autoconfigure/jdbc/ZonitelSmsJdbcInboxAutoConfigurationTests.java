package com.zonitel.sms.autoconfigure.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.zonitel.sms.FreePorts;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.autoconfigure.StartupFailures;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.inbox.MemorySmsInbox;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.jdbc.JdbcSmsInbox;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import io.r2dbc.spi.ConnectionFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.event.TransactionalEventListenerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ZonitelSmsJdbcInboxAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ZonitelSmsJdbcInboxAutoConfigurationTests {

	private final WebApplicationContextRunner withoutDataSource = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZonitelSmsAutoConfiguration.class,
				ZonitelSmsJdbcInboxAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withPropertyValues("zonitel.sms.webhook.secrets=0123456789abcdef0123456789abcdef",
				"zonitel.sms.inbox.type=jdbc", "spring.datasource.generate-unique-name=true");

	private final WebApplicationContextRunner contextRunner = this.withoutDataSource
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class))
		.withUserConfiguration(Listener.class);

	@Test
	void deliversFromTheDatabase() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(SmsInbox.class)
				.hasSingleBean(JdbcSmsInbox.class)
				.hasSingleBean(SmsDeadLetters.class);
			assertThat(accept(context, "1")).isEqualTo(Receipt.ACCEPTED);
			assertThat(accept(context, "1")).isEqualTo(Receipt.DUPLICATE);
			awaitHandled(context, "1:received");
			assertThat(context.getBean(SmsDeadLetters.class).list(10)).isEmpty();
		});
	}

	@Test
	void keepsItsSchedulerAndThreadsToItself() {
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(Scheduler.class)
				.doesNotHaveBean(SchedulerClient.class)
				.doesNotHaveBean(Task.class);
			assertThat(context).getBeanNames(Executor.class).containsExactly("applicationTaskExecutor");
			assertThat(context).hasSingleBean(JdbcTemplate.class);
		});
	}

	@Test
	void opensInALazyApplication() {
		this.contextRunner.withPropertyValues("spring.main.lazy-initialization=true").run((context) -> {
			assertThat(accept(context, "1")).isEqualTo(Receipt.ACCEPTED);
			awaitHandled(context, "1:received");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:mem:platform", "jdbc:hsqldb:mem:platform" })
	void createsTablesInEmbeddedDatabases(String url) {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + url).run((context) -> {
			assertThat(accept(context, "1")).isEqualTo(Receipt.ACCEPTED);
			awaitHandled(context, "1:received");
		});
	}

	@Test
	void tablesHaveThePrefixThatIsSet() {
		this.contextRunner.withPropertyValues("zonitel.sms.inbox.jdbc.table-prefix=my_app_").run((context) -> {
			assertThat(accept(context, "1")).isEqualTo(Receipt.ACCEPTED);
			awaitHandled(context, "1:received");
			assertThat(
					context.getBean(JdbcTemplate.class).queryForObject("select count(*) from my_app_seen", Long.class))
				.isOne();
		});
	}

	@Test
	void tablesAreInTheSchemaThatIsSet() {
		this.contextRunner
			.withPropertyValues(
					"spring.datasource.url=jdbc:h2:mem:schema;INIT=create schema if not exists inbox_schema",
					"zonitel.sms.inbox.jdbc.schema-name=inbox_schema")
			.run((context) -> {
				assertThat(accept(context, "1")).isEqualTo(Receipt.ACCEPTED);
				awaitHandled(context, "1:received");
				assertThat(context.getBean(JdbcTemplate.class)
					.queryForObject("select count(*) from inbox_schema.zonitel_sms_seen", Long.class)).isOne();
			});
	}

	@Test
	void tablesCanBeCreatedBySeveralInstancesAtOnce() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setPort(FreePorts.find()).start()) {
			DataSource database = postgres.getPostgresDatabase();
			JdbcTemplate jdbc = new JdbcTemplate(database);
			jdbc.execute("create schema elsewhere");
			ZonitelSmsJdbcInboxProperties properties = new ZonitelSmsJdbcInboxProperties();
			properties.setInitializeSchema(DatabaseInitializationMode.ALWAYS);
			properties.setSchemaName("elsewhere");
			ExecutorService instances = Executors.newFixedThreadPool(8);
			for (int round = 0; round < 20; round++) {
				CyclicBarrier together = new CyclicBarrier(8);
				List<Future<Boolean>> created = new ArrayList<>();
				for (int i = 0; i < 8; i++) {
					created.add(instances.submit(() -> {
						together.await(30, TimeUnit.SECONDS);
						return new JdbcInboxSchemaInitializer(database, properties).initializeDatabase();
					}));
				}
				for (Future<Boolean> instance : created) {
					assertThat(instance.get(30, TimeUnit.SECONDS)).isTrue();
				}
				jdbc.execute("drop table elsewhere.zonitel_sms_seen, elsewhere.zonitel_sms_inbox");
			}
			instances.shutdown();
		}
	}

	@Test
	void tableThatAnotherInstanceIsAboutToCommitDoesNotFailTheStart() throws Exception {
		ExecutorService instance = Executors.newSingleThreadExecutor();
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setPort(FreePorts.find()).start();
				Connection other = postgres.getPostgresDatabase().getConnection()) {
			JdbcTemplate jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
			ZonitelSmsJdbcInboxProperties properties = new ZonitelSmsJdbcInboxProperties();
			properties.setInitializeSchema(DatabaseInitializationMode.ALWAYS);
			other.setAutoCommit(false);
			new JdbcTemplate(new SingleConnectionDataSource(other, true))
				.execute("create table zonitel_sms_seen (notification_id varchar(200) primary key, seen_at bigint)");
			Future<Boolean> created = instance
				.submit(() -> new JdbcInboxSchemaInitializer(postgres.getPostgresDatabase(), properties)
					.initializeDatabase());
			Awaitility.await()
				.until(() -> !jdbc.queryForList("select 1 from pg_stat_activity where wait_event_type = 'Lock'")
					.isEmpty());
			other.commit();
			assertThat(created.get(30, TimeUnit.SECONDS)).isTrue();
			assertThat(jdbc.queryForList("select * from zonitel_sms_inbox")).isEmpty();
		}
		finally {
			instance.shutdown();
		}
	}

	@Test
	void worksOnAPoolOfOneConnection() {
		this.contextRunner
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1",
					"spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> {
				SmsDeadLetters deadLetters = context.getBean(SmsDeadLetters.class);
				assertThat(accept(context, "1")).isEqualTo(Receipt.ACCEPTED);
				awaitHandled(context, "1:received");
				TransactionTemplate transaction = new TransactionTemplate(
						context.getBean(PlatformTransactionManager.class));
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				jdbc.execute("create table written (id int)");
				transaction.executeWithoutResult((status) -> {
					jdbc.update("insert into written values (1)");
					assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> deadLetters.list(10));
				});
				assertThat(jdbc.queryForObject("select count(*) from written", Long.class)).isOne();
				assertThat(deadLetters.list(10)).isEmpty();
			});
	}

	@Test
	void deliversFewerAtOnceThanThePoolHasConnections(CapturedOutput output) {
		this.contextRunner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.run((context) -> assertThat(output).contains("threads=3,"));
		this.contextRunner.withPropertyValues("spring.datasource.hikari.maximum-pool-size=40").run((context) -> {
			assertThat(output).contains("threads=16,");
			assertThat(output).doesNotContain("listeners may run at once");
		});
		this.contextRunner.withPropertyValues("zonitel.sms.inbox.concurrency=12")
			.run((context) -> assertThat(output)
				.contains("12 listeners may run at once, but the pool has 10 connections")
				.contains("'zonitel.sms.inbox.concurrency' to at most 3")
				.contains("a pool of at least 19"));
	}

	@Test
	void slowTransactionalListenersLeaveConnectionsForTheInbox() {
		this.contextRunner
			.withPropertyValues("zonitel.sms.inbox.jdbc.transactional-delivery=true",
					"spring.datasource.hikari.connection-timeout=1000")
			.withUserConfiguration(SlowListener.class)
			.run((context) -> {
				for (int i = 0; i < 50; i++) {
					assertThat(accept(context, "n" + i)).isEqualTo(Receipt.ACCEPTED);
				}
				context.getBean(SlowListener.class).release.countDown();
			});
	}

	@Test
	void dataSourceIsMissingBesideR2dbc() {
		this.contextRunner.withBean(ConnectionFactory.class, () -> mock(ConnectionFactory.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:r2dbc")
			.run((context) -> {
				FailureAnalysis analysis = StartupFailures.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.contains("beside its R2DBC ConnectionFactory Spring Boot makes none");
				assertThat(analysis.getAction()).contains("Declare a bean of type DataSource");
			});
	}

	@Test
	void transactionManagerOfAnotherDatabaseIsRefused() {
		this.contextRunner
			.withBean("other", PlatformTransactionManager.class,
					() -> new JdbcTransactionManager(new SimpleDriverDataSource()), (bean) -> bean.setPrimary(true))
			.withPropertyValues("zonitel.sms.inbox.jdbc.transactional-delivery=true")
			.run((context) -> assertThat(StartupFailures.analyze(context.getStartupFailure()).getDescription())
				.contains("JdbcTransactionManager manages another DataSource than the inbox's"));
	}

	@Test
	void unknownTransactionManagerIsRefused() {
		this.contextRunner
			.withBean("other", PlatformTransactionManager.class, () -> mock(PlatformTransactionManager.class),
					(bean) -> bean.setPrimary(true))
			.withPropertyValues("zonitel.sms.inbox.jdbc.transactional-delivery=true")
			.run((context) -> assertThat(StartupFailures.analyze(context.getStartupFailure()).getDescription())
				.contains("does not manage one DataSource of its own"));
	}

	@Test
	void proxiesOfTransactionManagerAndDataSourceAreSeenThrough() {
		SimpleDriverDataSource database = new SimpleDriverDataSource();
		ProxyFactory factory = new ProxyFactory(new JdbcTransactionManager(database));
		factory.setProxyTargetClass(true);
		PlatformTransactionManager manager = (PlatformTransactionManager) factory.getProxy();
		assertThat(ManagedDataSources.require(manager, new TransactionAwareDataSourceProxy(database)))
			.isSameAs(database);
	}

	@Test
	void missingTablesFailWithAnAnalysis() {
		this.contextRunner.withPropertyValues("zonitel.sms.inbox.jdbc.initialize-schema=never").run((context) -> {
			FailureAnalysis analysis = StartupFailures.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'zonitel_sms_inbox'");
			assertThat(analysis.getAction()).contains("zonitel.sms.inbox.jdbc.initialize-schema=always")
				.contains("com/zonitel/sms/inbox/jdbc/schema-<database>.sql");
		});
	}

	@Test
	void missingDbSchedulerFailsWithAnAnalysis() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Scheduler.class)).run((context) -> {
			FailureAnalysis analysis = StartupFailures.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'zonitel.sms.inbox.type' is 'jdbc'");
			assertThat(analysis.getAction()).contains("'com.github.kagkarlsson:db-scheduler'");
		});
	}

	@Test
	void missingJdbcFailsWithAnAnalysis() {
		this.withoutDataSource.withClassLoader(new FilteredClassLoader(DatabaseInitializationProperties.class))
			.run((context) -> assertThat(StartupFailures.analyze(context.getStartupFailure()).getAction())
				.contains("org.springframework.boot:spring-boot-starter-jdbc"));
	}

	@Test
	void missingDataSourceFailsWithAnAnalysis() {
		this.withoutDataSource
			.run((context) -> assertThat(StartupFailures.analyze(context.getStartupFailure()).getAction())
				.contains("'spring.datasource.url'"));
	}

	@Test
	void keepsNotificationsInMemoryUnlessToldOtherwise() {
		this.contextRunner.withPropertyValues("zonitel.sms.inbox.type=memory")
			.run((context) -> assertThat(context).hasSingleBean(MemorySmsInbox.class)
				.doesNotHaveBean(SmsDeadLetters.class)
				.doesNotHaveBean(ZonitelSmsJdbcInboxProperties.class));
	}

	@Test
	void inboxOfTheApplicationWins() {
		this.contextRunner.withUserConfiguration(OwnInbox.class)
			.run((context) -> assertThat(context).hasSingleBean(SmsInbox.class)
				.hasBean("ownInbox")
				.doesNotHaveBean(SmsDeadLetters.class));
	}

	@ParameterizedTest
	@CsvSource({ "jdbc.table-prefix=a-b,must consist of", "jdbc.polling-interval=0s,must be positive",
			"jdbc.takeover-after=2s,at least 3 seconds", "retry.max-attempts=0,must be positive",
			"retry.initial-delay=0s,must be positive", "retry.multiplier=0.5,at least 1",
			"retry.max-delay=0s,must be positive", "type=casette,ZonitelSmsInboxProperties" })
	void invalidPropertyFails(String property, String reason) {
		this.contextRunner.withPropertyValues("zonitel.sms.inbox." + property)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(reason));
	}

	@Test
	void listenersRunInNoTransaction() {
		this.contextRunner.run((context) -> {
			accept(context, "1");
			awaitHandled(context, "1:received");
			assertThat(context.getBean(Listener.class).transactional).isEmpty();
			assertThat(context.getBean(Listener.class).afterCommit).isEmpty();
		});
	}

	@Test
	void transactionalDeliveryReachesTransactionalListeners() {
		this.contextRunner.withPropertyValues("zonitel.sms.inbox.jdbc.transactional-delivery=true").run((context) -> {
			Listener listener = context.getBean(Listener.class);
			accept(context, "1");
			Awaitility.await().untilAsserted(() -> assertThat(listener.afterCommit).containsExactly("1:received"));
			assertThat(listener.transactional).containsExactly("1:received");
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(JdbcTemplate.class)
					.queryForObject("select count(*) from zonitel_sms_inbox where task_name = 'deliver'", Long.class))
					.isZero());
		});
	}

	@Test
	void transactionalDeliveryReachesModuleListeners() {
		this.contextRunner.withUserConfiguration(ModuleListenerConfiguration.class)
			.withPropertyValues("zonitel.sms.inbox.jdbc.transactional-delivery=true")
			.run((context) -> {
				accept(context, "1");
				Awaitility.await()
					.untilAsserted(() -> assertThat(context.getBean(ModuleListener.class).handled())
						.containsExactly("1:received"));
			});
	}

	@Test
	void whatAFailedListenerWroteIsRolledBackUnderTransactionalDelivery() {
		this.contextRunner
			.withPropertyValues("zonitel.sms.inbox.jdbc.transactional-delivery=true",
					"zonitel.sms.inbox.retry.initial-delay=50ms", "zonitel.sms.inbox.jdbc.polling-interval=50ms")
			.withUserConfiguration(WritingListener.class)
			.run((context) -> {
				accept(context, "1");
				Awaitility.await()
					.untilAsserted(() -> assertThat(context.getBean(WritingListener.class).attempts).hasSize(3));
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				Awaitility.await()
					.untilAsserted(() -> assertThat(jdbc.queryForObject(
							"select count(*) from zonitel_sms_inbox where task_name = 'deliver'", Long.class))
						.isZero());
				assertThat(jdbc.queryForObject("select count(*) from written", Long.class)).isOne();
			});
	}

	@Test
	void transactionalDeliveryNeedsATransactionManager() {
		this.withoutDataSource.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("zonitel.sms.inbox.jdbc.transactional-delivery=true")
			.run((context) -> assertThat(StartupFailures.analyze(context.getStartupFailure()).getDescription())
				.contains("'zonitel.sms.inbox.jdbc.transactional-delivery'")
				.contains("no PlatformTransactionManager"));
	}

	@Test
	void warnsOfH2ThatLosesWhatItHasCommitted(@TempDir Path directory, CapturedOutput output) {
		String url = "spring.datasource.url=jdbc:h2:file:" + directory.resolve("test");
		this.contextRunner.withPropertyValues(url + ";WRITE_DELAY=0", "zonitel.sms.inbox.jdbc.initialize-schema=always")
			.run((context) -> assertThat(output).doesNotContain("WRITE_DELAY"));
		this.contextRunner.withPropertyValues(url, "zonitel.sms.inbox.jdbc.initialize-schema=always").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("unless ';WRITE_DELAY=0' is added to the JDBC URL");
		});
	}

	private static Receipt accept(ApplicationContext context, String id) {
		try {
			SmsNotification notification = new SmsNotificationParser().parse(
					"{\"status\":\"received\",\"data\":{\"id\":\"%s\"}}".formatted(id).getBytes(), Instant.now(),
					CallerContext.EMPTY);
			return context.getBean(SmsInbox.class)
				.accept(notification)
				.toCompletableFuture()
				.orTimeout(30, TimeUnit.SECONDS)
				.join();
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitHandled(ApplicationContext context, String id) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(context.getBean(Listener.class).handled).containsExactly(id));
	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		final Set<String> handled = ConcurrentHashMap.newKeySet();

		final Set<String> transactional = ConcurrentHashMap.newKeySet();

		final Set<String> afterCommit = ConcurrentHashMap.newKeySet();

		@Bean
		static TransactionalEventListenerFactory transactionalListeners() {
			return new TransactionalEventListenerFactory();
		}

		@EventListener
		void on(SmsEvent event) {
			if (TransactionSynchronizationManager.isActualTransactionActive()) {
				this.transactional.add(event.notificationId());
			}
			this.handled.add(event.notificationId());
		}

		@TransactionalEventListener
		void afterCommit(SmsEvent event) {
			this.afterCommit.add(event.notificationId());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableTransactionManagement
	static class ModuleListenerConfiguration {

		@Bean
		ModuleListener moduleListener() {
			return new ModuleListener();
		}

	}

	static class ModuleListener {

		private final Set<String> handled = ConcurrentHashMap.newKeySet();

		@ApplicationModuleListener
		void on(SmsEvent event) {
			this.handled.add(event.notificationId());
		}

		Set<String> handled() {
			return this.handled;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WritingListener {

		final Set<Integer> attempts = ConcurrentHashMap.newKeySet();

		private final JdbcTemplate jdbc;

		WritingListener(DataSource dataSource) {
			this.jdbc = new JdbcTemplate(dataSource);
			this.jdbc.execute("create table written (attempt int)");
		}

		@EventListener
		void on(SmsEvent event) {
			int attempt = this.attempts.size() + 1;
			this.jdbc.update("insert into written values (?)", attempt);
			this.attempts.add(attempt);
			if (attempt < 3) {
				throw new IllegalStateException("not yet");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SlowListener {

		final CountDownLatch release = new CountDownLatch(1);

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			this.release.await(60, TimeUnit.SECONDS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnInbox {

		@Bean
		SmsInbox ownInbox() {
			return (notification) -> CompletableFuture.completedStage(Receipt.ACCEPTED);
		}

	}

}
