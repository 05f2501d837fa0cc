package com.zonitel.sms.test;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureZonitelSimulator} on a random port, with paths on every
 * level, and whatever is configured for production.
 */
@SpringBootTest(classes = Host.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.servlet.context-path=/app", "spring.mvc.servlet.path=/mvc",
				"zonitel.client-id=${NOT_SET_IN_A_TEST}", "zonitel.access-token=${NOT_SET_IN_A_TEST}",
				"zonitel.api.base-url=https://api.zonitel.com",
				"zonitel.sms.webhook.public-base-url=https://sms.example.com", "zonitel.sms.registration.mode=off" })
class RandomPortSimulatorTests extends AbstractSimulatorTests {

	@LocalServerPort
	int port;

	@Test
	void urlIsThatOfThePort() {
		assertThat(this.simulator.registeredUrl())
			.startsWith("http://localhost:" + this.port + "/app/mvc/webhooks/zonitel/sms?token=");
	}

}
