package com.zonitel.sms.observability;

import java.util.Map;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TracerTraceFields}.
 */
class TracerTraceFieldsTests {

	private final SdkTracerProvider provider = SdkTracerProvider.builder().build();

	private final io.opentelemetry.api.trace.Tracer otelTracer = this.provider.get("test");

	private final Tracer tracer = new OtelTracer(this.otelTracer, new OtelCurrentTraceContext(), (event) -> {
	});

	private final TracerTraceFields fields = new TracerTraceFields(this.tracer,
			new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), this.otelTracer));

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void thereAreNoneOutsideOfATrace() {
		assertThat(this.fields.current()).isEmpty();
	}

	@Test
	void thoseOfTheCurrentSpanAreInTheFormatOfThePropagator() {
		Span span = this.tracer.nextSpan().start();
		try (Tracer.SpanInScope scope = this.tracer.withSpan(span)) {
			Map<String, String> fields = this.fields.current();
			assertThat(fields).containsOnlyKeys("traceparent");
			// newer versions of OpenTelemetry say as well that the identifier is random
			assertThat(fields.get("traceparent"))
				.matches("00-" + span.context().traceId() + "-" + span.context().spanId() + "-0[13]");
		}
		finally {
			span.end();
		}
	}

}
