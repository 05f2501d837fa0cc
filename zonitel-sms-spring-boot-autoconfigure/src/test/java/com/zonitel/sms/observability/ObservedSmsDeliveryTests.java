package com.zonitel.sms.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.inbox.RedactedException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ObservedSmsDelivery}.
 */
class ObservedSmsDeliveryTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<SmsDeliveryObservationContext> stopped = new ArrayList<>();

	private final ObservedSmsDelivery observer = new ObservedSmsDelivery(this.registry, null);

	@BeforeEach
	void observe() {
		this.registry.observationConfig().observationHandler(new RecordingHandler());
	}

	@Test
	void listenersRunWithinTheObservation() {
		AtomicInteger runs = new AtomicInteger();
		this.observer.observe(TestEvents.notification("sent", Map.of("traceparent", "00-1-2-01")), () -> {
			runs.incrementAndGet();
			assertThat(this.registry.getCurrentObservation().getContext()).isInstanceOfSatisfying(
					SmsDeliveryObservationContext.class, (context) -> assertThat(context.isDelivered()).isFalse());
		});
		assertThat(runs).hasValue(1);
		assertThat(this.registry.getCurrentObservation()).isNull();
		assertThat(this.stopped).singleElement().satisfies((context) -> {
			assertThat(context.isDelivered()).isTrue();
			assertThat(context.getListenerException()).isNull();
			assertThat(context.getCarrier()).containsEntry("traceparent", "00-1-2-01");
			assertThat(context.getLowCardinalityKeyValue("outcome").getValue()).isEqualTo("success");
		});
	}

	@Test
	void failureIsPassedOnAndShownWithoutItsMessage() {
		IllegalStateException failure = new IllegalStateException("canary");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.observer.observe(TestEvents.notification("sent"), () -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.stopped).singleElement().satisfies((context) -> {
			assertThat(context.getListenerException()).isSameAs(failure);
			assertThat(context.getError()).isInstanceOf(RedactedException.class)
				.hasToString("java.lang.IllegalStateException (message withheld)");
			assertThat(context.getLowCardinalityKeyValue("outcome").getValue()).isEqualTo("failure");
		});
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void conventionOfTheApplicationReplacesTheDefault() {
		SmsDeliveryObservationConvention convention = new DefaultSmsDeliveryObservationConvention() {

			@Override
			public String getContextualName(SmsDeliveryObservationContext context) {
				return "own";
			}

		};
		new ObservedSmsDelivery(this.registry, convention).observe(TestEvents.notification("sent"), () -> {
		});
		assertThat(this.stopped).singleElement().extracting(Observation.Context::getContextualName).isEqualTo("own");
	}

	@Test
	void deliveryRunsOnceWhereNothingIsObserved() {
		AtomicInteger runs = new AtomicInteger();
		new ObservedSmsDelivery(ObservationRegistry.NOOP, null).observe(TestEvents.notification("sent"),
				runs::incrementAndGet);
		assertThat(runs).hasValue(1);
	}

	@Test
	void observersOfTheApplicationRunWithinTheObservation() {
		assertThat(this.observer.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
	}

	private final class RecordingHandler implements ObservationHandler<SmsDeliveryObservationContext> {

		@Override
		public void onStop(SmsDeliveryObservationContext context) {
			ObservedSmsDeliveryTests.this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SmsDeliveryObservationContext;
		}

	}

}
