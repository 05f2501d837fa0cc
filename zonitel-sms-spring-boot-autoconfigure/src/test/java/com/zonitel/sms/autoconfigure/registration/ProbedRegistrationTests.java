package com.zonitel.sms.autoconfigure.registration;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zonitel.sms.FreePorts;
import com.zonitel.sms.observability.SmsOverview;
import com.zonitel.sms.observability.ZonitelSmsEndpoint;
import com.zonitel.sms.observability.ZonitelSmsHealthIndicator;
import com.zonitel.sms.registration.FakeZonitelApi;
import com.zonitel.sms.registration.ProbeState;
import com.zonitel.sms.registration.ProbeVerdict;
import com.zonitel.sms.registration.RegistrationState.Status;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.registration.WebhookRegistrationFailedEvent;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookAuthenticator;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a public URL that is tried before it is registered, with real hosts at it.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProbedRegistrationTests {

	private static final String SECRET = "canary-0123456789abcdef0123456789";

	private static final String OTHER_SECRET = "canary-9876543210fedcba9876543210";

	private static final String PATH = "/webhooks/zonitel/sms";

	private final FakeZonitelApi api = new FakeZonitelApi();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private HttpServer proxy;

	@AfterEach
	void stop(CapturedOutput output) {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		this.api.close();
		if (this.proxy != null) {
			this.proxy.stop(0);
		}
		assertThat(output).doesNotContain("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void ownUrlIsReachable(String type, CapturedOutput output) {
		int port = FreePorts.find();
		ConfigurableApplicationContext host = run(port, port, SECRET, "--spring.main.web-application-type=" + type);
		await(host, Status.REGISTERED);
		assertThat(probe(host).result().verdict()).isEqualTo(ProbeVerdict.REACHABLE);
		assertThat(this.api.written()).containsExactly(url(port, SECRET));
		assertThat(reachable(host)).isEqualTo(1);
		assertThat(health(host)).isEqualTo("UP");
		assertThat(output)
			.containsOnlyOnce(
					"SMS webhook answers at its public URL 'http://localhost:" + port + PATH + "?token=***' within ")
			.doesNotContain("SMS webhook answered");
		assertThat(overview(host).lastNotification()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "servlet,servlet,own-host", "reactive,servlet,any", "servlet,reactive,any" })
	void copyWithAnotherSecretLeavesProductionAlone(String production, String copy, String replace,
			CapturedOutput output) {
		int port = FreePorts.find();
		await(run(port, port, SECRET, "--spring.main.web-application-type=" + production), Status.REGISTERED);
		ConfigurableApplicationContext laptop = run(0, port, OTHER_SECRET, "--spring.main.web-application-type=" + copy,
				"--zonitel.sms.registration.replace=" + replace, "--zonitel.sms.registration.verify-interval=200ms");
		await(laptop, Status.DIFFERS);
		int calls = this.api.calls();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.api.calls() > calls + 5);
		assertThat(this.api.written()).containsExactly(url(port, SECRET));
		assertThat(output.toString().lines().filter((line) -> line.contains("ERROR"))).singleElement()
			.asString()
			.contains("Another deployment answers at 'http://localhost:" + port + PATH + "?token=***'",
					"does not know this application's secret");
		assertThat(laptop.getBean(Host.class).failures).hasSize(1);
		assertThat(probe(laptop).trusted()).isFalse();
		assertThat(overview(laptop).registration().probe().verdict()).isEqualTo("other-deployment");
		assertThat(reachable(laptop)).isZero();
		assertThat(health(laptop)).isEqualTo("DEGRADED");
		assertThat(laptop.getBean(ZonitelSmsEndpoint.class).register(null).getStatus()).isEqualTo(200);
		assertThat(this.api.registered()).isEqualTo(url(port, OTHER_SECRET));
	}

	@Test
	void failFastDoesNotFailBecauseOfAnotherDeployment() {
		int port = FreePorts.find();
		await(run(port, port, SECRET), Status.REGISTERED);
		ConfigurableApplicationContext copy = run(0, port, OTHER_SECRET, "--zonitel.sms.registration.fail-fast=true");
		assertThat(copy.isRunning()).isTrue();
		assertThat(status(copy)).isEqualTo(Status.DIFFERS);
		assertThat(this.api.written()).hasSize(1);
	}

	@Test
	void otherInstanceOfTheDeploymentIsReachable() {
		int port = FreePorts.find();
		await(run(port, port, SECRET), Status.REGISTERED);
		ConfigurableApplicationContext second = run(0, port, SECRET);
		await(second, Status.REGISTERED);
		assertThat(probe(second).result().verdict()).isEqualTo(ProbeVerdict.REACHABLE);
		assertThat(this.api.written()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void secretInThePathArrives(String type) {
		int port = FreePorts.find();
		ConfigurableApplicationContext host = run(port, port, SECRET, "--spring.main.web-application-type=" + type,
				"--zonitel.sms.webhook.secret-location=path");
		await(host, Status.REGISTERED);
		assertThat(probe(host).result().verdict()).isEqualTo(ProbeVerdict.REACHABLE);
	}

	@Test
	void proxyThatDropsTheQueryIsToldOf(CapturedOutput output) throws IOException {
		int port = FreePorts.find();
		int proxyPort = proxy((exchange) -> forward(exchange, "http://localhost:" + port + PATH));
		ConfigurableApplicationContext host = run(port, proxyPort, SECRET);
		await(host, Status.REGISTERED);
		assertThat(probe(host).result().verdict()).isEqualTo(ProbeVerdict.SECRET_LOST);
		assertThat(output).containsOnlyOnce("'zonitel.sms.webhook.secret-location=path'");
		assertThat(reachable(host)).isZero();
		assertThat(health(host)).isEqualTo("DEGRADED");
	}

	private static void forward(HttpExchange exchange, String url) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
		connection.setRequestMethod("POST");
		exchange.getRequestHeaders().forEach((name, values) -> connection.setRequestProperty(name, values.get(0)));
		connection.setDoOutput(true);
		connection.getOutputStream().close();
		connection.getHeaderFields().forEach((name, values) -> {
			if (name != null) {
				exchange.getResponseHeaders().put(name, values);
			}
		});
		exchange.sendResponseHeaders(connection.getResponseCode(), -1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 302, 200, 401 })
	void somethingElseIsRegisteredOnlyWhereNothingIs(int status, CapturedOutput output) throws IOException {
		int port = proxy((exchange) -> exchange.sendResponseHeaders(status, -1));
		this.api.register(url(port, OTHER_SECRET));
		ConfigurableApplicationContext host = run(0, port, SECRET, "--zonitel.sms.registration.replace=any");
		await(host, Status.DIFFERS);
		assertThat(probe(host).result().verdict()).isEqualTo(ProbeVerdict.WRONG);
		assertThat(this.api.written()).isEmpty();
		assertThat(output).doesNotContain("ERROR");
		this.api.register(null);
		await(run(0, port, SECRET), Status.REGISTERED);
	}

	@Test
	void whatIsHeldBackIsRegisteredOnceTheUrlIsRight() throws IOException {
		int port = FreePorts.find();
		AtomicInteger status = new AtomicInteger(404);
		int proxyPort = proxy((exchange) -> {
			if (status.get() != 200) {
				exchange.sendResponseHeaders(status.get(), -1);
			}
			else {
				forward(exchange, "http://localhost:" + port + exchange.getRequestURI());
			}
		});
		this.api.register(url(proxyPort, OTHER_SECRET));
		ConfigurableApplicationContext host = run(port, proxyPort, SECRET);
		await(host, Status.DIFFERS);
		status.set(503);
		Awaitility.await().until(() -> probe(host).result().verdict() == ProbeVerdict.UNKNOWN);
		assertThat(this.api.written()).isEmpty();
		status.set(200);
		await(host, Status.REGISTERED);
		assertThat(this.api.written()).containsExactly(url(proxyPort, SECRET));
	}

	@Test
	void closingEndsAProbe() throws IOException {
		CountDownLatch closed = new CountDownLatch(1);
		int port = proxy((exchange) -> {
			try {
				closed.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		ConfigurableApplicationContext host = run(0, port, SECRET, "--zonitel.api.read-timeout=5m");
		Awaitility.await().until(() -> !this.requests.isEmpty());
		host.close();
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().startsWith("zonitel-sms-registration-")));
		closed.countDown();
	}

	@Test
	void urlThatCannotBeJudgedIsRegisteredAsEver(CapturedOutput output) throws IOException {
		int port = proxy((exchange) -> exchange.sendResponseHeaders(503, -1));
		this.api.register(url(port, OTHER_SECRET));
		ConfigurableApplicationContext host = run(0, port, SECRET);
		await(host, Status.REGISTERED);
		assertThat(this.api.written()).hasSize(1);
		assertThat(reachable(host)).isNaN();
		assertThat(health(host)).isEqualTo("UP");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.requests.size() > 3);
		assertThat(output.toString().lines()).filteredOn((line) -> line.contains("WARN"))
			.noneMatch((line) -> line.contains(String.valueOf(port)));
	}

	@Test
	void urlIsNotTriedWhereThatIsOff() throws IOException {
		int port = proxy((exchange) -> exchange.sendResponseHeaders(404, -1));
		this.api.register(url(port, OTHER_SECRET));
		ConfigurableApplicationContext host = run(0, port, SECRET, "--zonitel.sms.registration.probe=off");
		await(host, Status.REGISTERED);
		ConfigurableApplicationContext open = run(0, port, SECRET, "--zonitel.sms.webhook.authentication=none");
		await(open, Status.REGISTERED);
		SpringApplication custom = new SpringApplication(Host.class, OwnAuthenticator.class);
		await(run(custom, 0, port, SECRET), Status.REGISTERED);
		assertThat(this.requests).isEmpty();
		assertThat(probe(host)).isNull();
		assertThat(reachable(host)).isNaN();
		assertThat(overview(host).registration().probe()).isNull();
	}

	@Test
	void urlIsRegisteredOnlyWhereNoneIsIfToldSo(CapturedOutput output) {
		int port = FreePorts.find();
		this.api.register(url(port, OTHER_SECRET));
		await(run(port, port, SECRET, "--zonitel.sms.registration.replace=never"), Status.DIFFERS);
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).contains("'zonitel.sms.registration.replace' is 'never'"));
		assertThat(this.api.written()).isEmpty();
	}

	@Test
	void onlyTheExpectedUrlIsTried() throws IOException {
		int foreign = proxy((exchange) -> exchange.sendResponseHeaders(200, -1));
		this.api.register(url(foreign, OTHER_SECRET));
		int port = FreePorts.find();
		await(run(port, port, SECRET, "--zonitel.sms.registration.mode=verify"), Status.DIFFERS);
		Awaitility.await().until(() -> probe(this.contexts.get(0)) != null);
		assertThat(this.requests).isEmpty();
		assertThat(this.api.written()).isEmpty();
	}

	private ConfigurableApplicationContext run(int port, int publicPort, String secret, String... further) {
		return run(new SpringApplication(Host.class), port, publicPort, secret, further);
	}

	private ConfigurableApplicationContext run(SpringApplication application, int port, int publicPort, String secret,
			String... further) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=" + port, "--zonitel.client-id=canary-client",
				"--zonitel.access-token=canary-token", "--zonitel.sms.webhook.secrets=" + secret,
				"--zonitel.api.base-url=" + this.api.baseUrl(),
				"--zonitel.sms.webhook.public-base-url=http://localhost:" + publicPort,
				"--zonitel.sms.listeners.check=false", "--zonitel.sms.registration.retry.initial-delay=50ms",
				"--zonitel.sms.registration.retry.max-delay=200ms",
				"--management.endpoints.web.exposure.include=zonitelsms"));
		arguments.addAll(List.of(further));
		ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new));
		this.contexts.add(context);
		return context;
	}

	private int proxy(Handler handler) throws IOException {
		this.proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.proxy.createContext("/", (exchange) -> {
			try (exchange) {
				this.requests.add(exchange.getRequestMethod());
				handler.handle(exchange);
			}
		});
		this.proxy.start();
		return this.proxy.getAddress().getPort();
	}

	private static String url(int port, String secret) {
		return "http://localhost:" + port + PATH + "?token=" + secret;
	}

	private static void await(ConfigurableApplicationContext context, Status status) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> status(context) == status);
	}

	private static Status status(ConfigurableApplicationContext context) {
		return context.getBean(WebhookRegistration.class).getState().status();
	}

	private static ProbeState probe(ConfigurableApplicationContext context) {
		return context.getBean(WebhookRegistration.class).getProbeState();
	}

	private static SmsOverview overview(ConfigurableApplicationContext context) {
		return context.getBean(ZonitelSmsEndpoint.class).overview();
	}

	private static double reachable(ConfigurableApplicationContext context) {
		return context.getBean(MeterRegistry.class).get("zonitel.sms.registration.reachable").gauge().value();
	}

	private static String health(ConfigurableApplicationContext context) {
		return context.getBean(ZonitelSmsHealthIndicator.class).health().getStatus().getCode();
	}

	/**
	 * Answers a request.
	 */
	private interface Handler {

		void handle(HttpExchange exchange) throws IOException;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private final List<WebhookRegistrationFailedEvent> failures = new CopyOnWriteArrayList<>();

		@EventListener
		void on(WebhookRegistrationFailedEvent event) {
			this.failures.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnAuthenticator {

		@Bean
		SmsWebhookAuthenticator ownAuthenticator() {
			return (request) -> SmsWebhookAuthentication.refused();
		}

	}

}
