package com.zonitel.sms.observability;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.registration.FakeZonitelApi;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metrics, in scrapes of a host that is called over HTTP.
 */
class MetricsTests {

	private static final String NOTIFICATIONS = "zonitel_sms_webhook_notifications_total";

	private static final Path DOCS = Path.of("../docs");

	private static FakeZonitelApi api;

	private static TestHost host;

	@BeforeAll
	static void start() {
		api = new FakeZonitelApi();
		host = new TestHost(Listeners.class, "--zonitel.client-id=client", "--zonitel.access-token=token",
				"--zonitel.api.base-url=" + api.baseUrl(),
				"--zonitel.sms.webhook.public-base-url=https://sms.example.com",
				"--zonitel.sms.webhook.acknowledge-within=2s", "--zonitel.sms.registration.verify-interval=100ms",
				"--zonitel.sms.registration.retry.initial-delay=100ms", "--zonitel.sms.inbox.capacity=2");
	}

	@AfterAll
	static void stop() {
		host.close();
		api.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "received", "sent", "delivered", "failed" })
	void notificationsAreCountedByStatus(String status) {
		double accepted = notifications("accepted", status);
		double duplicates = notifications("duplicate", status);
		host.notify(status, "counted", "Hi");
		host.notify(status, "counted", "Hi");
		assertThat(notifications("accepted", status)).isEqualTo(accepted + 1);
		assertThat(notifications("duplicate", status)).isEqualTo(duplicates + 1);
		assertThat(
				host.sample("zonitel_sms_listener_seconds_count", label("event", status), label("outcome", "success")))
			.isPositive();
	}

	@Test
	void unknownStatusIsUnrecognizedSoThatTagsStayFew() {
		double before = notifications("accepted", "unrecognized");
		host.notify("canary", "unknown", "Hi");
		assertThat(notifications("accepted", "unrecognized")).isEqualTo(before + 1);
		assertThat(host.scrape()).doesNotContain("canary");
	}

	@ParameterizedTest
	@CsvSource({ "unauthorized,POST,token=wrong,{}", "method_not_allowed,PUT,token=,{}", "bad_request,POST,token=,[",
			"content_too_large,POST,token=,LARGE" })
	void refusalsAreCountedByReason(String outcome, String method, String query, String body) {
		double before = notifications(outcome, "none");
		String token = query.equals("token=") ? query + TestHost.SECRET : query;
		host.send(method, TestHost.PATH + "?" + token, body.equals("LARGE") ? " ".repeat(70_000) : body);
		assertThat(notifications(outcome, "none")).isEqualTo(before + 1);
	}

	@Test
	void bodyThatDoesNotArriveIsCounted() throws Exception {
		double before = notifications("unavailable", "none");
		double refused = host.sample("zonitel_sms_webhook_acknowledgement_seconds_count",
				label("acknowledged", "false"));
		try (Socket socket = host.begin()) {
			assertThat(TestHost.readStatusLine(socket)).contains("503");
		}
		assertThat(notifications("unavailable", "none")).isEqualTo(before + 1);
		assertThat(host.sample("zonitel_sms_webhook_acknowledgement_seconds_count", label("acknowledged", "false")))
			.isEqualTo(refused + 1);
	}

	@Test
	void clientThatIsGoneIsCounted() throws Exception {
		double before = notifications("aborted", "none");
		double authenticated = host.sample("zonitel_sms_webhook_secret_total", label("position", "0"));
		try (Socket socket = host.begin()) {
			Awaitility.await()
				.until(() -> host.sample("zonitel_sms_webhook_secret_total", label("position", "0")) > authenticated);
			socket.setSoLinger(true, 0);
		}
		Awaitility.await().untilAsserted(() -> assertThat(notifications("aborted", "none")).isEqualTo(before + 1));
	}

	@Test
	void failingListenerIsCountedAndTimed() {
		double notifications = notifications("listener_failed", "received");
		assertThat(host.notify("received", "failing", "throw").statusCode()).isEqualTo(500);
		assertThat(notifications("listener_failed", "received")).isEqualTo(notifications + 1);
		assertThat(host.sample("zonitel_sms_listener_seconds_count", label("event", "received"),
				label("outcome", "failure"), label("exception", "IllegalStateException")))
			.isPositive();
		assertThat(host.scrape()).doesNotContain("canary");
	}

	@Test
	void slowListenersShowInThePendingAndWhatIsTooMuchIsRefused() {
		double unavailable = notifications("unavailable", "received");
		double acknowledged = bucket("2.0");
		CompletableFuture<HttpResponse<String>> first = host.notifyLater("received", "slow1", "block");
		CompletableFuture<HttpResponse<String>> second = host.notifyLater("received", "slow2", "block");
		Awaitility.await().until(() -> host.sample("zonitel_sms_inbox_pending") == 2);
		assertThat(host.notify("received", "slow3", "Hi").statusCode()).isEqualTo(503);
		assertThat(first.join().statusCode()).isEqualTo(200);
		assertThat(second.join().statusCode()).isEqualTo(200);
		assertThat(notifications("unavailable", "received")).isEqualTo(unavailable + 1);
		assertThat(bucket("2.0")).as("none of these is acknowledged in two seconds").isEqualTo(acknowledged);
		Awaitility.await().untilAsserted(() -> {
			assertThat(host.sample("zonitel_sms_inbox_oldest_age_seconds")).isPositive();
			assertThat(host.sample("zonitel_sms_listener_active_seconds_count")).isEqualTo(2);
		});
		host.bean(Listeners.class).release.countDown();
		Awaitility.await().untilAsserted(() -> {
			assertThat(host.sample("zonitel_sms_inbox_pending")).isZero();
			assertThat(host.sample("zonitel_sms_inbox_oldest_age_seconds")).isZero();
		});
	}

	@Test
	void threadOfTheServerThatAListenerHoldsIsCounted() {
		try (TestHost own = new TestHost(Listeners.class, "--zonitel.sms.webhook.acknowledge-within=500ms")) {
			assertThat(own.sample("zonitel_sms_webhook_held_threads")).isZero();
			assertThat(own.notify("received", "slow", "block").statusCode()).isEqualTo(200);
			assertThat(own.sample("zonitel_sms_webhook_held_threads")).isOne();
			own.bean(Listeners.class).release.countDown();
			Awaitility.await().untilAsserted(() -> assertThat(own.sample("zonitel_sms_webhook_held_threads")).isZero());
		}
	}

	@Test
	void listenersAreCountedAnew() {
		double before = host.sample("zonitel_sms_listeners", label("event", "sent"));
		assertThat(before).isPositive();
		host.bean(Listeners.class).context
			.addApplicationListener(ApplicationListener.forPayload((SmsSentEvent event) -> {
			}));
		assertThat(host.sample("zonitel_sms_listeners", label("event", "sent"))).isEqualTo(before + 1);
	}

	@Test
	void acknowledgementsFallIntoBucketsUpToTheTimeThatZonitelWaits() {
		double before = bucket("5.0");
		host.notify("received", "quick", "Hi");
		assertThat(bucket("5.0")).isEqualTo(before + 1);
	}

	@Test
	void ageOfTheLastNotificationStartsAnew() {
		host.notify("received", "first", "Hi");
		Awaitility.await().until(() -> host.sample("zonitel_sms_last_notification_age_seconds") > 2);
		host.notify("received", "last", "Hi");
		assertThat(host.sample("zonitel_sms_last_notification_age_seconds")).isLessThan(2);
	}

	@Test
	void secretsAreCountedByPosition() {
		double first = host.sample("zonitel_sms_webhook_secret_total", label("position", "0"));
		double second = host.sample("zonitel_sms_webhook_secret_total", label("position", "1"));
		host.post(TestHost.PATH + "?token=" + TestHost.OLD_SECRET, TestHost.json("sent", "old", "Hi"));
		assertThat(host.sample("zonitel_sms_webhook_secret_total", label("position", "0"))).isEqualTo(first);
		assertThat(host.sample("zonitel_sms_webhook_secret_total", label("position", "1"))).isEqualTo(second + 1);
		assertThat(host.scrape()).doesNotContain(TestHost.SECRET, TestHost.OLD_SECRET);
	}

	@Test
	void registrationThatDiffersOrFailsShows() {
		Awaitility.await().until(() -> host.sample("zonitel_sms_registration_matches") == 1);
		String ours = api.registered();
		api.register("https://other.example.com/sms");
		Awaitility.await().until(() -> host.sample("zonitel_sms_registration_matches") == 0);
		api.answerWith(401);
		Awaitility.await().until(() -> host.sample("zonitel_sms_registration_failed") == 1);
		api.answerWith(200);
		api.register(ours);
		Awaitility.await()
			.until(() -> host.sample("zonitel_sms_registration_matches") == 1
					&& host.sample("zonitel_sms_registration_failed") == 0);
	}

	@Test
	void everyMeterIsDocumentedWithItsTags() throws IOException {
		host.notify("received", "documented", "Hi");
		Map<String, Set<String>> registered = new TreeMap<>();
		for (Meter meter : host.bean(MeterRegistry.class).getMeters()) {
			if (meter.getId().getName().startsWith("zonitel.sms.")) {
				Set<String> tags = meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
				registered.computeIfAbsent(meter.getId().getName(), (name) -> new TreeSet<>()).addAll(tags);
			}
		}
		assertThat(documented()).isEqualTo(registered);
	}

	/**
	 * Rows of the table, such as {@code | `name` | type | `tag`, `tag` | meaning |}.
	 */
	private static Map<String, Set<String>> documented() throws IOException {
		Map<String, Set<String>> documented = new TreeMap<>();
		for (String line : Files.readAllLines(DOCS.resolve("observability.md"))) {
			if (line.startsWith("| `zonitel.sms.")) {
				String[] cells = line.split("\\|");
				documented.put(code(cells[1]).iterator().next(), code(cells[3]));
			}
		}
		return documented;
	}

	private static Set<String> code(String cell) {
		return Pattern.compile("`([^`]+)`")
			.matcher(cell)
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static double notifications(String outcome, String status) {
		return host.sample(NOTIFICATIONS, label("outcome", outcome), label("status", status));
	}

	private static double bucket(String bound) {
		return host.sample("zonitel_sms_webhook_acknowledgement_seconds_bucket", label("acknowledged", "true"),
				label("le", bound));
	}

	private static String label(String name, String value) {
		return name + "=\"" + value + "\"";
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listeners {

		final CountDownLatch release = new CountDownLatch(1);

		final ConfigurableApplicationContext context;

		Listeners(ConfigurableApplicationContext context) {
			this.context = context;
		}

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			String text = (event instanceof SmsReceivedEvent received) ? received.message().text() : "";
			if (text.equals("throw")) {
				throw new IllegalStateException("canary");
			}
			if (text.equals("block")) {
				this.release.await();
			}
		}

	}

}
