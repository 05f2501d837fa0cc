package com.example.durable;

import java.time.Duration;
import java.util.Map;

import com.example.docs.DocumentedHost;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.test.AutoConfigureZonitelSimulator;
import com.zonitel.sms.test.SimulatedNotification;
import com.zonitel.sms.test.ZonitelSimulator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SmsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the recipes of {@code docs/durable-inbox.md}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:durable;WRITE_DELAY=0", "zonitel.sms.inbox.type=jdbc",
				"zonitel.sms.inbox.retry.max-attempts=1" })
@AutoConfigureZonitelSimulator
class DurableInboxRecipesTests {

	@Test
	void deadLetterIsShownAndDeliveredAgain(@Autowired ZonitelSimulator zonitel, @Autowired SmsDeadLetters deadLetters,
			@Autowired FailingOnce listener) {
		SimulatedNotification sms = inboundSms();
		assertThat(zonitel.deliver(sms)).isAcknowledged();
		DeadLetterDesk desk = new DeadLetterDesk(deadLetters);
		String id = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> deadLetters.list(100), (list) -> !list.isEmpty())
			.stream()
			.map(SmsDeadLetter::notificationId)
			.findFirst()
			.orElseThrow();
		desk.show();
		assertThat(desk.deliverAgain(id)).isTrue();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> listener.succeeded);
		assertThat(desk.deliverAgain("nobody:knows")).isFalse();
	}

	@Test
	void dataSourceOfTheInboxIsDeclared() {
		try (ConfigurableApplicationContext context = DocumentedHost.start(HostWithDataSource.class,
				Map.of("zonitel.sms.inbox.type", "jdbc"), Map.of())) {
			assertThat(context.getBeanFactory().getBeanDefinition("dataSource").getFactoryBeanName())
				.contains("nboxDataSourceConfiguration");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(FailingOnce.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(InboxDataSourceConfiguration.class)
	static class HostWithDataSource {

	}

	static class FailingOnce {

		private boolean failed;

		private volatile boolean succeeded;

		@EventListener
		void on(SmsReceivedEvent event) {
			if (!this.failed) {
				this.failed = true;
				throw new IllegalStateException("once");
			}
			this.succeeded = true;
		}

	}

}
