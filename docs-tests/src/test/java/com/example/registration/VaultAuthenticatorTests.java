package com.example.registration;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import com.example.docs.DocumentedHost;
import com.zonitel.sms.test.ZonitelSimulator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.TestSocketUtils;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the recipe of {@link VaultAuthenticator}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VaultAuthenticatorTests {

	@Test
	void probeIsAnsweredByAnAuthenticatorOfTheApplication(CapturedOutput output) {
		// Linux gives those from 32768 on to outgoing connections
		int port = IntStream.generate(TestSocketUtils::findAvailableTcpPort)
			.filter((free) -> free < 32_768)
			.findFirst()
			.orElseThrow();
		try (ZonitelSimulator zonitel = ZonitelSimulator.start();
				ConfigurableApplicationContext context = DocumentedHost.start(Application.class,
						Map.of("zonitel.client-id", ZonitelSimulator.CLIENT_ID, "zonitel.access-token",
								ZonitelSimulator.ACCESS_TOKEN, "zonitel.api.base-url", zonitel.baseUrl().toString(),
								"zonitel.sms.webhook.public-base-url", "http://localhost:" + port,
								"logging.level.com.zonitel", "info"),
						Map.of(), "--server.port=" + port)) {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> zonitel.registeredUrl() != null);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(output).contains("SMS webhook answers at its public URL"));
			assertThat(zonitel.deliver(inboundSms()).status()).isEqualTo(200);
			assertThat(context.isActive()).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		VaultAuthenticator vaultAuthenticator() {
			return new VaultAuthenticator(DocumentedHost.SECRET);
		}

	}

}
