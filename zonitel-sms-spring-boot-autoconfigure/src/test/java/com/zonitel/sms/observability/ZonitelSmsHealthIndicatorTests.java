package com.zonitel.sms.observability;

import java.net.http.HttpResponse;
import java.time.Duration;

import com.zonitel.sms.registration.FakeZonitelApi;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZonitelSmsHealthIndicator} behind a real health endpoint.
 */
class ZonitelSmsHealthIndicatorTests {

	private final FakeZonitelApi api = new FakeZonitelApi();

	@AfterEach
	void stop() {
		this.api.close();
	}

	@Test
	void showsWhatAnOperatorNeedsAndNoSecret() {
		try (TestHost host = deploy()) {
			awaitStatus(host, "UP");
			host.notify("received", "healthy", "canary");
			String health = host.get("/actuator/health/zonitelSms").body();
			assertThat(health).contains("\"status\":\"registered\"",
					"\"expected\":\"https://sms.example.com/webhooks/zonitel/sms?token=***\"", "\"lastCheck\":\"20",
					"\"lastNotification\":\"20", "\"pending\":0", "\"dead\":0");
			assertThat(health).doesNotContain(TestHost.SECRET, TestHost.OLD_SECRET, "canary", "+1000000");
		}
	}

	@Test
	void warnsThatCallersAreNotAuthenticated() {
		try (TestHost host = deploy("--zonitel.sms.webhook.authentication=none")) {
			awaitStatus(host, "DEGRADED");
			assertThat(host.get("/actuator/health/zonitelSms").body()).contains("\"authentication\":\"none\"");
			assertInService(host);
		}
	}

	@Test
	void warnsThatFailuresOfListenersAreHidden() {
		try (TestHost host = new TestHost(HidingHost.class)) {
			assertThat(host.get("/actuator/health/zonitelSms").body()).contains("\"status\":\"DEGRADED\"",
					"\"listenerFailures\":\"hidden by the applicationEventMulticaster\"");
			assertInService(host);
		}
	}

	@Test
	void outageOfZonitelLeavesTheApplicationInService() {
		this.api.answerWith(503);
		try (TestHost host = deploy()) {
			awaitStatus(host, "DEGRADED");
			assertThat(host.get("/actuator/health/zonitelSms").body()).contains("\"status\":\"failed\"",
					"\"failure\":\"server-error\"");
			assertInService(host);
		}
	}

	@Test
	void urlOfAnotherEnvironmentLeavesTheApplicationInService() {
		this.api.register("https://other.example.com/sms?key=canary");
		try (TestHost host = deploy()) {
			awaitStatus(host, "DEGRADED");
			assertThat(host.get("/actuator/health/zonitelSms").body())
				.contains("\"status\":\"differs\"", "\"registered\":\"https://other.example.com/***\"")
				.doesNotContain("canary");
			assertInService(host);
		}
	}

	@Test
	void hostMayDecideThatItCounts() {
		this.api.answerWith(503);
		try (TestHost host = deploy("--management.endpoint.health.status.order=DOWN,OUT_OF_SERVICE,DEGRADED,UP,UNKNOWN",
				"--management.endpoint.health.status.http-mapping.degraded=503",
				"--management.endpoint.health.status.http-mapping.down=503")) {
			awaitStatus(host, "DEGRADED");
			HttpResponse<String> health = host.get("/actuator/health");
			assertThat(health.statusCode()).isEqualTo(503);
			assertThat(health.body()).startsWith("{").contains("DEGRADED");
			assertThat(host.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void applicationThatRegistersNothingIsUp() {
		try (TestHost host = new TestHost(Application.class)) {
			assertThat(host.get("/actuator/health/zonitelSms").body()).contains("\"status\":\"UP\"",
					"\"status\":\"off\"");
		}
	}

	private TestHost deploy(String... args) {
		String[] common = { "--zonitel.client-id=client", "--zonitel.access-token=token",
				"--zonitel.api.base-url=" + this.api.baseUrl(),
				"--zonitel.sms.webhook.public-base-url=https://sms.example.com" };
		String[] all = new String[common.length + args.length];
		System.arraycopy(common, 0, all, 0, common.length);
		System.arraycopy(args, 0, all, common.length, args.length);
		return new TestHost(Application.class, all);
	}

	private static void awaitStatus(TestHost host, String status) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> host.get("/actuator/health/zonitelSms").body().contains("\"status\":\"" + status + "\""));
	}

	private static void assertInService(TestHost host) {
		HttpResponse<String> health = host.get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).contains("\"DEGRADED\"").containsPattern("\"status\":\"UP\"[^{}]*}$");
		assertThat(host.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(host.get("/actuator/health/readiness").body()).doesNotContain("zonitel");
		assertThat(host.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(host.get("/actuator/health/liveness").body()).doesNotContain("zonitel");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class HidingHost {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setErrorHandler((failure) -> {
			});
			return multicaster;
		}

	}

}
