package com.zonitel.sms.test;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureZonitelSimulator} on a random port of a reactive host.
 */
@SpringBootTest(classes = Host.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "spring.webflux.base-path=/flux" })
class ReactiveSimulatorTests extends AbstractSimulatorTests {

	@LocalServerPort
	int port;

	@Test
	void urlIsThatOfThePort() {
		assertThat(this.simulator.registeredUrl())
			.startsWith("http://localhost:" + this.port + "/flux/webhooks/zonitel/sms?token=");
	}

}
