package com.zonitel.sms.observability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.zonitel.sms.SmsReceivedEvent;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what operators see of a durable inbox.
 */
class JdbcObservabilityTests {

	private static final String DEAD_LETTERS = "/actuator/zonitelsmsdeadletters";

	private static TestHost host;

	@BeforeAll
	static void start() {
		host = start("servlet");
	}

	private static TestHost start(String type) {
		return new TestHost(FailingListeners.class, "--spring.main.web-application-type=" + type,
				"--spring.datasource.url=jdbc:h2:mem:observability-" + type, "--zonitel.sms.inbox.type=jdbc",
				"--zonitel.sms.inbox.retry.max-attempts=2", "--zonitel.sms.inbox.retry.initial-delay=100ms",
				"--management.tracing.sampling.probability=1.0");
	}

	@AfterAll
	static void stop() {
		host.close();
	}

	@BeforeEach
	void reset() {
		host.bean(FailingListeners.class).failures = 0;
	}

	@Test
	void deliveryFromTheDatabaseStaysInTheTraceOfTheRequest() {
		assertThat(host.notify("received", "stored", "Hi").statusCode()).isEqualTo(200);
		TraceTests.assertOneTrace(trace(host, "stored:received", 3));
	}

	@Test
	void deliveryFromTheDatabaseStaysInTheTraceOfTheRequestOnAReactiveHost() {
		try (TestHost reactive = start("reactive")) {
			assertThat(reactive.notify("received", "stored", "Hi").statusCode()).isEqualTo(200);
			TraceTests.assertOneTrace(trace(reactive, "stored:received", 3));
		}
	}

	@Test
	void retryStaysInTheTraceOfTheRequest() {
		host.bean(FailingListeners.class).failures = 1;
		host.notify("received", "retried", "Hi");
		List<SpanData> trace = trace(host, "retried:received", 4);
		SpanData request = trace.stream().filter((span) -> span.getKind() == SpanKind.SERVER).findFirst().orElseThrow();
		assertThat(trace).filteredOn((span) -> span.getKind() == SpanKind.CONSUMER)
			.hasSize(2)
			.allSatisfy((span) -> assertThat(span.getParentSpanId()).isEqualTo(request.getSpanId()));
		assertThat(trace.toString()).doesNotContain("canary", "+1000000");
	}

	@Test
	void deadLetterShowsAndCanBeRequeuedOrDiscarded() {
		host.bean(FailingListeners.class).failures = Integer.MAX_VALUE;
		host.notify("received", "dead", "canary");
		await(() -> assertThat(host.sample("zonitel_sms_inbox_dead")).isEqualTo(1));
		await(() -> assertThat(host.get("/actuator/health/zonitelSms").body()).contains("DEGRADED", "\"dead\":1"));
		assertThat(host.get("/actuator/health").statusCode()).isEqualTo(200);
		String letters = host.get(DEAD_LETTERS).body();
		assertThat(letters).contains("\"notificationId\":\"dead:received\"", "\"attempts\":2", "IllegalStateException")
			.doesNotContain("canary", "+1000000");
		host.bean(FailingListeners.class).failures = 0;
		assertThat(host.post(DEAD_LETTERS + "/dead:received", "").statusCode()).isEqualTo(204);
		await(() -> assertThat(host.bean(FailingListeners.class).handled).isEqualTo("dead:received"));
		await(() -> assertThat(host.sample("zonitel_sms_inbox_dead")).isZero());
		host.bean(FailingListeners.class).failures = Integer.MAX_VALUE;
		host.notify("received", "dead2", "canary");
		await(() -> assertThat(host.get(DEAD_LETTERS).body()).contains("dead2:received"));
		assertThat(host.send("DELETE", DEAD_LETTERS + "/dead2:received", "").statusCode()).isEqualTo(204);
		assertThat(host.get(DEAD_LETTERS).body()).isEqualTo("[]");
		await(() -> assertThat(host.get("/actuator/health/zonitelSms").body()).contains("\"status\":\"UP\""));
	}

	private static List<SpanData> trace(TestHost host, String notificationId, int spans) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> trace(host, notificationId), (trace) -> trace.size() >= spans);
	}

	private static List<SpanData> trace(TestHost host, String notificationId) {
		List<SpanData> all = host.bean(InMemorySpanExporter.class).getFinishedSpanItems();
		Set<String> traceIds = all.stream()
			.filter((span) -> span.getAttributes().asMap().containsValue(notificationId))
			.map(SpanData::getTraceId)
			.collect(Collectors.toSet());
		// Boot's own processor exports each span as well, some seconds later
		Map<String, SpanData> spans = all.stream()
			.filter((span) -> traceIds.contains(span.getTraceId()))
			.collect(Collectors.toMap(SpanData::getSpanId, Function.identity(), (first, again) -> first));
		return List.copyOf(spans.values());
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

	@Configuration(proxyBeanMethods = false)
	static class FailingListeners extends TraceTests.Listeners {

		volatile int failures;

		volatile String handled;

		@EventListener
		@Order(Ordered.HIGHEST_PRECEDENCE)
		void failOrHandle(SmsReceivedEvent event) {
			if (this.failures > 0) {
				this.failures--;
				throw new IllegalStateException("canary " + event.message().from());
			}
			this.handled = event.notificationId();
		}

	}

}
