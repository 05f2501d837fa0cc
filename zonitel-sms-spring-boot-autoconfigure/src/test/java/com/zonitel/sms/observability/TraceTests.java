package com.zonitel.sms.observability;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.zonitel.sms.SmsReceivedEvent;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for traces from the HTTP request to a listener's own span.
 */
class TraceTests {

	private static final String SAMPLED = "--management.tracing.sampling.probability=1.0";

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void requestDeliveryAndListenerAreOneTrace(String type) {
		try (TestHost host = new TestHost(Listeners.class, SAMPLED, "--spring.main.web-application-type=" + type)) {
			assertThat(host.notify("received", "traced", "Hi").statusCode()).isEqualTo(200);
			assertOneTrace(spans(host, 3));
		}
	}

	@Test
	void listenerThatOutlivesTheRequestStaysInItsTrace() {
		try (TestHost host = new TestHost(Listeners.class, SAMPLED, "--spring.main.web-application-type=reactive",
				"--zonitel.sms.webhook.acknowledge-within=200ms")) {
			assertThat(host.notify("received", "slow", "block").statusCode()).isEqualTo(200);
			List<SpanData> request = spans(host, 1);
			assertThat(request).extracting(SpanData::getKind).containsExactly(SpanKind.SERVER);
			host.bean(Listeners.class).release.countDown();
			assertOneTrace(spans(host, 3));
		}
	}

	@Test
	void listenerThatOutlivesTheAnswerStaysInItsTrace() {
		try (TestHost host = new TestHost(Listeners.class, SAMPLED, "--zonitel.sms.webhook.acknowledge-within=200ms")) {
			assertThat(host.notify("received", "slow", "block").statusCode()).isEqualTo(200);
			host.bean(Listeners.class).release.countDown();
			assertOneTrace(spans(host, 3));
		}
	}

	@Test
	void failureShowsWithoutTheMessageOfTheException() {
		try (TestHost host = new TestHost(Listeners.class, SAMPLED)) {
			assertThat(host.notify("received", "failing", "throw").statusCode()).isEqualTo(500);
			List<SpanData> spans = spans(host, 2);
			assertThat(spans).filteredOn((span) -> span.getKind() == SpanKind.CONSUMER)
				.singleElement()
				.satisfies((span) -> assertThat(span.getEvents()).singleElement()
					.satisfies((event) -> assertThat(event.getAttributes().toString())
						.contains("java.lang.IllegalStateException")));
			assertThat(spans.toString()).doesNotContain("canary", "+10000000010", "+10000000020", TestHost.SECRET);
		}
	}

	@Test
	void secretInThePathIsMasked() {
		try (TestHost host = new TestHost(Listeners.class, SAMPLED, "--zonitel.sms.webhook.secret-location=path")) {
			host.post(TestHost.PATH + "/" + TestHost.SECRET, TestHost.json("received", "path", "Hi"));
			host.post(TestHost.PATH + "/wrong-secret", TestHost.json("received", "path", "Hi"));
			List<SpanData> spans = spans(host, 4);
			assertThat(spans.toString()).contains(TestHost.PATH + "/***")
				.doesNotContain(TestHost.SECRET, "wrong-secret");
			assertThat(host.scrape()).contains("uri=\"" + TestHost.PATH + "/{secret}\"")
				.doesNotContain(TestHost.SECRET, "wrong-secret");
		}
	}

	@Test
	void conventionCanBeReplaced() {
		try (TestHost host = new TestHost(OwnConvention.class, SAMPLED)) {
			host.notify("received", "own", "Hi");
			assertThat(spans(host, 3)).extracting(SpanData::getName).contains("own");
		}
	}

	static void assertOneTrace(List<SpanData> spans) {
		assertThat(spans).extracting(SpanData::getTraceId).containsOnly(spans.get(0).getTraceId());
		SpanData request = named(spans, "http post " + TestHost.PATH);
		SpanData delivery = named(spans, "sms received");
		SpanData listener = named(spans, "listener");
		assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(delivery.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(delivery.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(listener.getParentSpanId()).isEqualTo(delivery.getSpanId());
		assertThat(spans.toString()).doesNotContain("+10000000010", "+10000000020", TestHost.SECRET);
	}

	private static SpanData named(List<SpanData> spans, String prefix) {
		return spans.stream().filter((span) -> span.getName().startsWith(prefix)).findFirst().orElseThrow();
	}

	private static List<SpanData> spans(TestHost host, int count) {
		InMemorySpanExporter exporter = host.bean(InMemorySpanExporter.class);
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(exporter::getFinishedSpanItems, (spans) -> spans.size() >= count);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listeners {

		final CountDownLatch release = new CountDownLatch(1);

		@Bean
		InMemorySpanExporter spanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor spanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

		@EventListener
		void on(SmsReceivedEvent event) throws InterruptedException {
			if (event.message().text().equals("block")) {
				this.release.await();
			}
			if (event.message().text().equals("throw")) {
				throw new IllegalStateException("canary " + event.message().from());
			}
		}

		@Bean
		ListenerWithASpan listenerWithASpan(ObservationRegistry registry) {
			return new ListenerWithASpan(registry);
		}

	}

	static class ListenerWithASpan {

		private final ObservationRegistry registry;

		ListenerWithASpan(ObservationRegistry registry) {
			this.registry = registry;
		}

		@EventListener
		void on(SmsReceivedEvent event) {
			Observation.createNotStarted("listener", this.registry).observe(() -> event.message().segments());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention extends Listeners {

		@Bean
		SmsDeliveryObservationConvention ownConvention() {
			return new SmsDeliveryObservationConvention() {

				@Override
				public String getName() {
					return "own";
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(SmsDeliveryObservationContext context) {
					return KeyValues.empty();
				}

			};
		}

	}

}
