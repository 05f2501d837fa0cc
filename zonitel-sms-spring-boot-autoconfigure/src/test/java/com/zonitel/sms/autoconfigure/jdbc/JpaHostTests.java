package com.zonitel.sms.autoconfigure.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotificationParser;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZonitelSmsJdbcInboxAutoConfiguration} in an application that uses JPA.
 */
class JpaHostTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ZonitelSmsAutoConfiguration.class, ZonitelSmsJdbcInboxAutoConfiguration.class,
						TaskExecutionAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withUserConfiguration(JpaHost.class)
		.withPropertyValues("zonitel.sms.webhook.secrets=0123456789abcdef0123456789abcdef",
				"zonitel.sms.inbox.type=jdbc", "spring.datasource.generate-unique-name=true",
				"zonitel.sms.inbox.retry.initial-delay=50ms", "zonitel.sms.inbox.jdbc.polling-interval=50ms");

	@Test
	void whatAListenerPersistsIsCommittedWithTheRemovalOrNotAtAll() {
		this.contextRunner.withPropertyValues("zonitel.sms.inbox.jdbc.transactional-delivery=true").run((context) -> {
			accept(context);
			await().until(() -> count(context, "zonitel_sms_inbox where task_name = 'deliver'") == 0);
			assertThat(context.getBean(JpaHost.class).attempts).hasValue(2);
			assertThat(count(context, "Effect")).isOne();
		});
	}

	@Test
	void deadLettersNeitherCommitNorRollBackATransactionOfTheApplication() {
		this.contextRunner.withPropertyValues("zonitel.sms.inbox.retry.max-attempts=1").run((context) -> {
			SmsDeadLetters deadLetters = context.getBean(SmsDeadLetters.class);
			accept(context);
			await().until(() -> deadLetters.list(10).size() == 1);
			TransactionTemplate transaction = new TransactionTemplate(context.getBean(JpaTransactionManager.class));
			JpaHost host = context.getBean(JpaHost.class);
			transaction.executeWithoutResult((status) -> {
				host.persist("rolled back");
				assertThat(deadLetters.list(10)).hasSize(1);
				assertThat(deadLetters.discard("unknown:received")).isFalse();
				status.setRollbackOnly();
			});
			assertThat(count(context, "Effect")).isZero();
			transaction.executeWithoutResult((status) -> {
				host.persist("committed");
				assertThat(deadLetters.requeueAll()).isOne();
			});
			assertThat(count(context, "Effect where id = 'committed'")).isOne();
			await().until(() -> host.attempts.get() == 2);
			await().until(() -> count(context, "zonitel_sms_inbox") == 0);
		});
	}

	private static void accept(ApplicationContext context) throws MalformedNotificationException {
		assertThat(context.getBean(SmsInbox.class)
			.accept(new SmsNotificationParser().parse(
					"{\"status\":\"received\",\"data\":{\"id\":\"1\"}}".getBytes(StandardCharsets.UTF_8), Instant.now(),
					CallerContext.EMPTY))
			.toCompletableFuture()
			.orTimeout(30, TimeUnit.SECONDS)
			.join()).isEqualTo(Receipt.ACCEPTED);
	}

	private static long count(ApplicationContext context, String rows) {
		Long count = new JdbcTemplate(context.getBean(DataSource.class)).queryForObject("select count(*) from " + rows,
				Long.class);
		assertThat(count).isNotNull();
		return count;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	@Configuration(proxyBeanMethods = false)
	static class JpaHost {

		final AtomicInteger attempts = new AtomicInteger();

		private final EntityManager entityManager;

		JpaHost(EntityManagerFactory entityManagerFactory) {
			this.entityManager = SharedEntityManagerCreator.createSharedEntityManager(entityManagerFactory);
		}

		@Bean
		static LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
			LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
			factory.setDataSource(dataSource);
			factory.setPackagesToScan(JpaHostTests.class.getPackageName());
			HibernateJpaVendorAdapter hibernate = new HibernateJpaVendorAdapter();
			hibernate.setGenerateDdl(true);
			factory.setJpaVendorAdapter(hibernate);
			return factory;
		}

		@Bean
		static JpaTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
			return new JpaTransactionManager(entityManagerFactory);
		}

		@EventListener
		void on(SmsEvent event) {
			int attempt = this.attempts.incrementAndGet();
			if (this.entityManager.isJoinedToTransaction()) {
				persist("attempt " + attempt);
				this.entityManager.flush();
			}
			Assert.state(attempt > 1, "first attempt");
		}

		void persist(String id) {
			Effect effect = new Effect();
			effect.id = id;
			this.entityManager.persist(effect);
		}

	}

	/**
	 * What a listener does in the database.
	 */
	@Entity(name = "Effect")
	static class Effect {

		@Id
		private String id;

	}

}
