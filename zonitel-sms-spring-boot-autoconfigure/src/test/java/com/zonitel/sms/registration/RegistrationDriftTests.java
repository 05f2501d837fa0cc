package com.zonitel.sms.registration;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.health.ZonitelSmsHealthContributorAutoConfiguration;
import com.zonitel.sms.autoconfigure.metrics.ZonitelSmsMetricsAutoConfiguration;
import com.zonitel.sms.autoconfigure.registration.ZonitelSmsRegistrationAutoConfiguration;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.observability.ZonitelSmsHealthIndicator;
import com.zonitel.sms.registration.RegistrationState.Status;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a registration that changes while applications run.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationDriftTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String A = url("a.example.com");

	private static final String B = url("b.example.com");

	private final FakeZonitelApi api = new FakeZonitelApi();

	private final List<ConfigurableApplicationContext> deployments = new ArrayList<>();

	@AfterEach
	void close() {
		this.deployments.forEach(ConfigurableApplicationContext::close);
		this.api.close();
	}

	@Test
	void changeElsewhereIsReportedOnceAndNotFoughtOver(CapturedOutput output) {
		ConfigurableApplicationContext deployment = deploy("a.example.com");
		await(deployment, Status.REGISTERED);
		assertThat(matches(deployment)).isEqualTo(1);
		assertThat(health(deployment).getStatus().getCode()).isEqualTo("UP");
		this.api.register(B);
		await(deployment, Status.DIFFERS);
		awaitChecks();
		assertThat(deployment.getBean(Events.class).replaced).singleElement()
			.satisfies((event) -> assertThat(event.registered()).hasToString("https://b.example.com/***"));
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN") && line.contains("any longer")))
			.singleElement()
			.asString()
			.contains("'https://b.example.com/***'")
			.contains("'https://a.example.com/webhooks/zonitel/sms?token=***'");
		assertThat(matches(deployment)).isZero();
		assertThat(health(deployment).getStatus().getCode()).isEqualTo("DEGRADED");
		this.api.register(A);
		await(deployment, Status.REGISTERED);
		assertThat(matches(deployment)).isEqualTo(1);
		assertThat(health(deployment).getStatus().getCode()).isEqualTo("UP");
		Awaitility.await().until(() -> deployment.getBean(Events.class).registered.size() == 2);
		assertThat(output.toString().lines().filter((line) -> line.contains("INFO") && line.contains("is registered")))
			.hasSize(2);
		assertThat(this.api.written()).containsExactly(A);
		assertThat(output).doesNotContain(SECRET);
	}

	@Test
	void deploymentsThatMayReplaceAnyUrlWriteOnceEach() {
		ConfigurableApplicationContext a = deploy("a.example.com", "--zonitel.sms.registration.replace=any");
		await(a, Status.REGISTERED);
		ConfigurableApplicationContext b = deploy("b.example.com", "--zonitel.sms.registration.replace=any");
		await(b, Status.REGISTERED);
		await(a, Status.DIFFERS);
		awaitChecks();
		assertThat(this.api.written()).containsExactly(A, B);
	}

	@Test
	void deploymentLeavesTheUrlOfAnotherHost() {
		await(deploy("a.example.com"), Status.REGISTERED);
		ConfigurableApplicationContext b = deploy("b.example.com");
		await(b, Status.DIFFERS);
		awaitChecks();
		assertThat(this.api.written()).containsExactly(A);
		assertThat(health(b).getStatus().getCode()).isEqualTo("DEGRADED");
	}

	@Test
	void urlThatCouldNotBeReadBackIsUnconfirmedAndOnlyReadAgain(CapturedOutput output) {
		this.api.answerAfterWriteWith(503);
		ConfigurableApplicationContext deployment = deploy("a.example.com");
		await(deployment, Status.UNCONFIRMED);
		awaitCalls(5);
		assertUnconfirmed(deployment, Reason.SERVER_ERROR);
		this.api.answerWith(401);
		Awaitility.await().until(() -> registration(deployment).getState().failure() == Reason.UNAUTHENTICATED);
		assertUnconfirmed(deployment, Reason.UNAUTHENTICATED);
		assertThat(deployment.getBean(Events.class).registered).isEmpty();
		assertThat(output).containsOnlyOnce("SMS webhook was written at Zonitel as"
				+ " 'https://a.example.com/webhooks/zonitel/sms?token=***' and could not be read back: Zonitel's API at '"
				+ URI.create(this.api.baseUrl()).getAuthority() + "' answered with status 503");
		assertThat(output).doesNotContain("is registered at Zonitel");
		this.api.answerWith(200);
		await(deployment, Status.REGISTERED);
		assertThat(matches(deployment)).isEqualTo(1);
		assertThat(failed(deployment)).isZero();
		assertThat(health(deployment).getStatus().getCode()).isEqualTo("UP");
		Awaitility.await().until(() -> deployment.getBean(Events.class).registered.size() == 1);
		assertThat(output).containsOnlyOnce("is registered at Zonitel");
		assertThat(this.api.written()).containsExactly(A);
	}

	private void assertUnconfirmed(ConfigurableApplicationContext deployment, Reason failure) {
		assertThat(registration(deployment).getState().status()).isEqualTo(Status.UNCONFIRMED);
		assertThat(matches(deployment)).isNaN();
		assertThat(failed(deployment)).isEqualTo(1);
		assertThat(health(deployment).getStatus().getCode()).isEqualTo("DEGRADED");
		assertThat(health(deployment).getDetails().get("registration")).asString()
			.contains("status=unconfirmed", "registered=null",
					"failure=" + failure.name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	@Test
	void urlThatCouldNotBeReadBackIsNotWrittenOverAnothers() {
		this.api.answerAfterWriteWith(503);
		ConfigurableApplicationContext deployment = deploy("a.example.com", "--zonitel.sms.registration.replace=any");
		await(deployment, Status.UNCONFIRMED);
		this.api.register(B);
		this.api.answerWith(200);
		await(deployment, Status.DIFFERS);
		awaitChecks();
		assertThat(matches(deployment)).isZero();
		assertThat(this.api.registered()).isEqualTo(B);
		assertThat(this.api.written()).containsExactly(A);
	}

	private ConfigurableApplicationContext deploy(String host, String... args) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--zonitel.client-id=client",
				"--zonitel.access-token=token", "--zonitel.api.base-url=" + this.api.baseUrl(),
				"--zonitel.sms.webhook.secrets=" + SECRET, "--zonitel.sms.webhook.public-base-url=https://" + host,
				"--zonitel.sms.registration.verify-interval=100ms",
				"--zonitel.sms.registration.retry.initial-delay=50ms"));
		all.addAll(List.of(args));
		ConfigurableApplicationContext deployment = SpringApplication.run(Events.class, all.toArray(String[]::new));
		this.deployments.add(deployment);
		return deployment;
	}

	private static void await(ConfigurableApplicationContext deployment, Status status) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> registration(deployment).getState().status() == status);
	}

	private static WebhookRegistration registration(ConfigurableApplicationContext deployment) {
		return deployment.getBean(WebhookRegistration.class);
	}

	/**
	 * Wait until each deployment had the time for several checks.
	 */
	private void awaitChecks() {
		awaitCalls(10 * this.deployments.size());
	}

	private void awaitCalls(int further) {
		int enough = this.api.calls() + further;
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.api.calls() >= enough);
	}

	private static double matches(ConfigurableApplicationContext deployment) {
		return gauge(deployment, "zonitel.sms.registration.matches");
	}

	private static double failed(ConfigurableApplicationContext deployment) {
		return gauge(deployment, "zonitel.sms.registration.failed");
	}

	private static double gauge(ConfigurableApplicationContext deployment, String name) {
		return deployment.getBean(MeterRegistry.class).get(name).gauge().value();
	}

	private static Health health(ConfigurableApplicationContext deployment) {
		return deployment.getBean(ZonitelSmsHealthIndicator.class).health();
	}

	private static String url(String host) {
		return "https://" + host + "/webhooks/zonitel/sms?token=" + SECRET;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class, ZonitelSmsAutoConfiguration.class,
			ZonitelSmsRegistrationAutoConfiguration.class, ZonitelSmsMetricsAutoConfiguration.class,
			ZonitelSmsHealthContributorAutoConfiguration.class })
	static class Events {

		final List<WebhookRegisteredEvent> registered = new CopyOnWriteArrayList<>();

		final List<WebhookReplacedElsewhereEvent> replaced = new CopyOnWriteArrayList<>();

		@EventListener
		void on(WebhookRegisteredEvent event) {
			this.registered.add(event);
		}

		@EventListener
		void on(WebhookReplacedElsewhereEvent event) {
			this.replaced.add(event);
		}

	}

}
