package com.example.sms;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.DoublePredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.test.ApiFault;
import com.zonitel.sms.test.SimulatedNotification;
import com.zonitel.sms.test.ZonitelSimulator;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SimulatedNotification.outboundSms;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an operator of {@link SampleApplication} sees: each metric before and
 * after the case that it is for, in scrapes of one running sample.
 */
class ObservabilityTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String OLD_SECRET = "fedcba9876543210fedcba9876543210";

	private static final String WEBHOOK = "/webhooks/zonitel/sms";

	private static final Path FILES = Path.of("../docs/observability");

	private static final Pattern METRIC = Pattern.compile("\\b(zonitel_sms|process)_\\w+");

	private static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final List<Change> changes = new ArrayList<>();

	@TempDir
	static Path directory;

	private static RunningSample sample;

	private static ZonitelSimulator zonitel;

	private static String scrape;

	@BeforeAll
	static void start() throws Exception {
		SpringApplication application = new SpringApplication(SampleApplication.class, Trouble.class, Detour.class);
		sample = new RunningSample(directory, application, "--zonitel.sms.webhook.secrets=" + SECRET + "," + OLD_SECRET,
				"--zonitel.sms.webhook.acknowledge-within=2s", "--zonitel.sms.registration.verify-interval=500ms",
				"--zonitel.sms.registration.retry.initial-delay=200ms", "--zonitel.sms.inbox.retry.max-attempts=2",
				"--zonitel.sms.inbox.retry.initial-delay=200ms");
		zonitel = sample.bean(ZonitelSimulator.class);
		await("zonitel_sms_listener_seconds_count" + listener("received", "none", "success"), (count) -> count == 1);
		receive();
		refuse();
		deliver();
		register();
		scrape = get("/actuator/prometheus");
		changes.forEach(System.out::println);
	}

	private static void receive() {
		SimulatedNotification inbound = inboundSms();
		SimulatedNotification outbound = outboundSms();
		counts(notifications("accepted", "received"), "an SMS comes in", () -> zonitel.deliver(inbound));
		counts(notifications("duplicate", "received"), "it comes again", () -> zonitel.deliver(inbound));
		counts(notifications("accepted", "sent"), "an SMS is sent", () -> zonitel.deliver(outbound));
		counts(notifications("accepted", "delivered"), "and delivered", () -> zonitel.deliver(outbound.delivered()));
		counts(notifications("accepted", "failed"), "another fails", () -> zonitel.deliver(outboundSms().failed()));
		counts(notifications("accepted", "unrecognized"), "a status that nobody knows",
				() -> zonitel.deliver(outbound.status("queued")));
		counts("zonitel_sms_webhook_secret_total{position=\"0\"}", "the first secret, in the query",
				() -> zonitel.deliver(inboundSms()));
		counts("zonitel_sms_webhook_secret_total{position=\"1\"}", "the second secret, in a header",
				() -> post("", inboundSms().toJson(), "Authorization", "Bearer " + OLD_SECRET));
		counts("zonitel_sms_webhook_acknowledgement_seconds_bucket{acknowledged=\"true\",le=\"5.0\"}",
				"an SMS is acknowledged in time", () -> zonitel.deliver(inboundSms()));
		counts("zonitel_sms_listeners{event=\"received\"}", "another listener",
				() -> sample.addListener(ApplicationListener.forPayload((SmsReceivedEvent event) -> {
				})));
		becomes("zonitel_sms_last_notification_age_seconds", (age) -> age > 2, "two seconds of silence", () -> {
		});
		becomes("zonitel_sms_last_notification_age_seconds", (age) -> age < 1, "an SMS comes in",
				() -> zonitel.deliver(inboundSms()));
	}

	private static void refuse() {
		String token = "?token=" + SECRET;
		counts(notifications("unauthorized", "none"), "a wrong secret, in the query", () -> post("?token=wrong", "{}"));
		counts(notifications("unauthorized", "none"), "a wrong secret, in a header",
				() -> post("", "{}", "Authorization", "Bearer wrong"));
		counts(notifications("bad_request", "none"), "not JSON", () -> post(token, "["));
		counts(notifications("unsupported_media_type", "none"), "plain text",
				() -> post(token, "{}", "Content-Type", "text/plain"));
		counts(notifications("content_too_large", "none"), "70 KB", () -> post(token, " ".repeat(70_000)));
		counts(notifications("method_not_allowed", "none"), "a GET", () -> get(WEBHOOK + token));
		counts("zonitel_sms_webhook_acknowledgement_seconds_count{acknowledged=\"false\"}", "not JSON",
				() -> post(token, "["));
		counts(notifications("unavailable", "none"), "half a body, and then nothing", () -> {
			try (Socket socket = beginRequest()) {
				socket.getInputStream().read();
			}
		});
		counts(notifications("aborted", "none"), "half a body, and the client is gone", () -> {
			double received = value("zonitel_sms_webhook_secret_total{position=\"0\"}");
			try (Socket socket = beginRequest()) {
				await("zonitel_sms_webhook_secret_total{position=\"0\"}", (count) -> count > received);
				socket.setSoLinger(true, 0);
			}
		});
		JdbcClient database = sample.bean(JdbcClient.class);
		counts(notifications("unavailable", "received"), "the table of the inbox is gone", () -> {
			database.sql("alter table zonitel_sms_inbox rename to away").update();
			zonitel.deliver(inboundSms());
			database.sql("alter table away rename to zonitel_sms_inbox").update();
		});
	}

	private static void deliver() {
		Trouble trouble = sample.bean(Trouble.class);
		becomes("a listener hangs", () -> zonitel.deliver(inboundSms().text("hang")),
				new Meant(
						"zonitel_sms_listener_active_seconds_count"
								+ "{event=\"received\",exception=\"none\",outcome=\"unknown\"}",
						(active) -> active == 1),
				new Meant("zonitel_sms_inbox_pending", (pending) -> pending == 1),
				new Meant("zonitel_sms_inbox_oldest_age_seconds", (age) -> age > 1),
				new Meant("zonitel_sms_inbox_oldest_running_age_seconds", (age) -> age > 1));
		becomes("another fails twice, the limit in this test", () -> zonitel.deliver(inboundSms().text("throw")),
				new Meant(
						"zonitel_sms_listener_seconds_count" + listener("received", "IllegalStateException", "failure"),
						(failures) -> failures == 2));
		double handled = value("zonitel_sms_listener_seconds_count" + listener("received", "none", "success"));
		becomes("the one goes on, the other is dead", trouble.released::countDown,
				new Meant("zonitel_sms_listener_seconds_count" + listener("received", "none", "success"),
						(count) -> count == handled + 1),
				new Meant("zonitel_sms_inbox_dead", (dead) -> dead == 1),
				new Meant("zonitel_sms_inbox_pending", (pending) -> pending == 0),
				new Meant("zonitel_sms_inbox_oldest_age_seconds", (age) -> age == 0),
				new Meant("zonitel_sms_inbox_oldest_running_age_seconds", (age) -> age == 0));
	}

	private static void register() {
		String ours = zonitel.registeredUrl();
		becomes("zonitel_sms_registration_matches", (matches) -> matches == 0, "the URL is changed elsewhere",
				() -> zonitel.register("https://other.example/sms"));
		becomes("zonitel_sms_registration_matches", (matches) -> matches == 1, "and back",
				() -> zonitel.register(ours));
		becomes("zonitel_sms_registration_failed", (failed) -> failed == 1, "Zonitel answers 500",
				() -> zonitel.failAlways(ApiFault.serverError()));
		becomes("zonitel_sms_registration_failed", (failed) -> failed == 0, "and 200 again", zonitel::reset);
		Detour detour = sample.bean(Detour.class);
		becomes("zonitel_sms_registration_reachable", (reachable) -> reachable == 0,
				"a proxy leads the public URL elsewhere", () -> detour.on = true);
		becomes("zonitel_sms_registration_reachable", (reachable) -> reachable == 1, "and back",
				() -> detour.on = false);
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	static List<Change> changes() {
		return changes;
	}

	@ParameterizedTest
	@MethodSource("changes")
	void metricMovesInTheCaseThatItIsFor(Change change) {
		assertThat(change.asMeant()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana-dashboard.json", "prometheus-alerts.yaml" })
	void everyMetricThatIsNamedIsThere(String file) throws IOException {
		Set<String> samples = scrape.lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.split("[{ ]", 2)[0])
			.collect(Collectors.toSet());
		Set<String> named = METRIC.matcher(Files.readString(FILES.resolve(file)))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toSet());
		assertThat(named).hasSizeGreaterThan(5).isSubsetOf(samples);
	}

	@Test
	void everyMetricIsMoved() {
		Set<String> families = scrape.lines()
			.filter((line) -> line.startsWith("# TYPE zonitel_sms_"))
			.map((line) -> line.split(" ")[2])
			.collect(Collectors.toSet());
		assertThat(families).hasSizeGreaterThan(10)
			.allSatisfy((family) -> assertThat(changes).anySatisfy(
					(change) -> assertThat(change.metric()).startsWith(family.replaceFirst("_(max|total)$", ""))));
	}

	@Test
	void noSecretIsInTheScrape() {
		assertThat(scrape).doesNotContain(SECRET, OLD_SECRET, "token=", "+1000000");
	}

	@Test
	void healthAndEndpointTellTheSame() {
		assertThat(get("/actuator/health/zonitelSms")).contains("\"status\":\"DEGRADED\"", "\"registered\"",
				"\"dead\":1");
		assertThat(get("/actuator/zonitelsms")).contains("\"status\":\"registered\"", "token=***", "\"dead\":1");
	}

	@Test
	void secretInThePathIsCountedAndMasked(@TempDir Path other) {
		try (RunningSample path = new RunningSample(other, new SpringApplication(SampleApplication.class),
				"--zonitel.sms.webhook.secrets=" + SECRET, "--zonitel.sms.webhook.secret-location=path")) {
			ZonitelSimulator simulator = path.bean(ZonitelSimulator.class);
			Awaitility.await().until(() -> !simulator.deliveries().isEmpty());
			assertThat(simulator.registeredUrl()).endsWith(WEBHOOK + "/" + SECRET);
			String body = send(HttpRequest.newBuilder(URI.create(path.url() + "/actuator/prometheus")));
			assertThat(body).contains("zonitel_sms_webhook_secret_total{position=\"0\"} 1.0").doesNotContain(SECRET);
		}
	}

	private static void counts(String metric, String event, Action action) {
		double before = value(metric);
		becomes(metric, (after) -> after == (Double.isNaN(before) ? 0 : before) + 1, event, action);
	}

	private static void becomes(String metric, DoublePredicate meant, String event, Action action) {
		becomes(event, action, new Meant(metric, meant));
	}

	private static void becomes(String event, Action action, Meant... meant) {
		List<Double> before = Stream.of(meant).map((change) -> value(change.metric())).toList();
		try {
			action.run();
		}
		catch (Exception ex) {
			throw new IllegalStateException(event, ex);
		}
		for (int i = 0; i < meant.length; i++) {
			String metric = meant[i].metric();
			try {
				changes.add(new Change(metric, before.get(i), event, await(metric, meant[i].after()), true));
			}
			catch (ConditionTimeoutException ex) {
				changes.add(new Change(metric, before.get(i), event, value(metric), false));
			}
		}
	}

	private static double await(String metric, DoublePredicate meant) {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> value(metric), meant::test);
	}

	private static double value(String metric) {
		return get("/actuator/prometheus").lines()
			.filter((line) -> line.startsWith(metric + " "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(metric.length() + 1)))
			.findFirst()
			.orElse(Double.NaN);
	}

	private static String notifications(String outcome, String status) {
		return "zonitel_sms_webhook_notifications_total{outcome=\"%s\",status=\"%s\"}".formatted(outcome, status);
	}

	private static String listener(String event, String exception, String outcome) {
		return "{error=\"%s\",event=\"%s\",exception=\"%s\",outcome=\"%s\"}"
			.formatted(exception.equals("none") ? "none" : "RedactedException", event, exception, outcome);
	}

	private static Socket beginRequest() throws IOException {
		Socket socket = new Socket("localhost", sample.port());
		socket.getOutputStream()
			.write(("POST " + WEBHOOK + "?token=" + SECRET + " HTTP/1.1\r\nHost: localhost\r\n"
					+ "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"status\"")
				.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().flush();
		return socket;
	}

	private static void post(String query, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sample.url() + WEBHOOK + query))
			.POST(BodyPublishers.ofString(body));
		send((headers.length > 0) ? request.headers(headers) : request);
	}

	private static String get(String path) {
		return send(HttpRequest.newBuilder(URI.create(sample.url() + path)));
	}

	private static String send(HttpRequest.Builder request) {
		try {
			return client.send(request.build(), BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How a metric is meant to move.
	 *
	 * @param metric the metric with its labels
	 * @param after what its value is to be
	 */
	private record Meant(String metric, DoublePredicate after) {

	}

	/**
	 * How a metric has moved.
	 *
	 * @param metric the metric with its labels
	 * @param before its value before
	 * @param event what happened
	 * @param after its value after
	 * @param asMeant whether that is the value to be expected
	 */
	record Change(String metric, double before, String event, double after, boolean asMeant) {

		@Override
		public String toString() {
			return "| %s | %s | %s | %s |".formatted(this.metric, text(this.before), this.event, text(this.after));
		}

		private static String text(double value) {
			return Double.isNaN(value) ? "none" : String.valueOf(Math.round(value * 1000) / 1000.0);
		}

	}

	/**
	 * What happens between two scrapes.
	 */
	private interface Action {

		void run() throws Exception;

	}

	/**
	 * Listener that hangs or throws when told to.
	 */
	static class Trouble {

		final CountDownLatch released = new CountDownLatch(1);

		@EventListener
		@Order(Ordered.HIGHEST_PRECEDENCE)
		void on(SmsEvent event) throws InterruptedException {
			String text = (event instanceof SmsReceivedEvent received) ? received.message().text() : "";
			if (text.equals("hang")) {
				this.released.await();
			}
			if (text.equals("throw")) {
				throw new IllegalStateException("canary");
			}
		}

	}

	/**
	 * Filter that answers for the webhook when told to.
	 */
	static class Detour implements Filter {

		volatile boolean on;

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			if (this.on && ((HttpServletRequest) request).getServletPath().equals(WEBHOOK)) {
				((HttpServletResponse) response).setStatus(HttpServletResponse.SC_NOT_FOUND);
				return;
			}
			chain.doFilter(request, response);
		}

	}

}
