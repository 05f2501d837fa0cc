package com.zonitel.sms.test;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SmsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for contexts of tests without a simulator: none of them calls Zonitel.
 */
class WithoutSimulatorTests {

	/**
	 * Host with everything set as in production.
	 */
	@Nested
	@SpringBootTest(classes = Host.class, properties = { "zonitel.client-id=id", "zonitel.access-token=token",
			"zonitel.sms.webhook.secrets=0123456789012345678901234567890123456789",
			"zonitel.sms.webhook.public-base-url=https://sms.example.com", "zonitel.sms.registration.mode=ensure" })
	class ConfiguredHost {

		@Test
		void nothingIsRegistered(@Autowired ObjectProvider<WebhookRegistration> registration,
				@Autowired ObjectProvider<ZonitelSmsWebhookClient> client,
				@Autowired ObjectProvider<SmsWebhookReceiver> receiver) {
			assertThat(registration.getIfAvailable()).isNull();
			assertThat(client.getIfAvailable()).isNull();
			assertThat(receiver.getIfAvailable()).isNotNull();
		}

	}

	/**
	 * Host that talks to a simulator, or the like, of its own.
	 */
	@Nested
	@SpringBootTest(classes = Host.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "zonitel.client-id=id", "zonitel.access-token=token",
					"zonitel.api.base-url=http://localhost:1",
					"zonitel.sms.webhook.secrets=0123456789012345678901234567890123456789",
					"zonitel.sms.webhook.public-base-url=https://sms.example.com" })
	class HostWithLocalApi {

		@Test
		void registrationIsLeftAlone(@Autowired ObjectProvider<WebhookRegistration> registration) {
			assertThat(registration.getIfAvailable()).isNotNull();
		}

	}

	/**
	 * Host that has set nothing.
	 */
	@Nested
	@SpringBootTest(classes = Host.class)
	class UnconfiguredHost {

		@Test
		void starterStaysInactive(@Autowired ObjectProvider<SmsWebhookReceiver> receiver) {
			assertThat(receiver.getIfAvailable()).isNull();
		}

	}

	/**
	 * Host without a web server.
	 */
	@Nested
	@SpringBootTest(classes = Host.class, webEnvironment = WebEnvironment.NONE)
	@RecordApplicationEvents
	class ListenersOnly {

		@Test
		void eventIsPublishedInOneLine(@Autowired ApplicationContext context, @Autowired ApplicationEvents events,
				@Autowired Host host) {
			inboundSms().text("Hello").publishTo(context);
			assertThat(host.events.get(0)).hasText("Hello");
			assertThat(events.stream(SmsReceivedEvent.class)).hasSize(1);
		}

	}

}
