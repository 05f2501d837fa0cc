package com.zonitel.sms.observability;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultSmsDeliveryObservationConvention}.
 */
class DefaultSmsDeliveryObservationConventionTests {

	private final DefaultSmsDeliveryObservationConvention convention = new DefaultSmsDeliveryObservationConvention();

	private final SmsDeliveryObservationContext context = new SmsDeliveryObservationContext(
			TestEvents.notification("received"));

	@Test
	void outcomeIsUnknownWhileListenersRun() {
		assertThat(low("outcome")).isEqualTo("unknown");
		assertThat(low("exception")).isEqualTo("none");
		this.context.delivered(null);
		assertThat(low("outcome")).isEqualTo("success");
		assertThat(low("exception")).isEqualTo("none");
	}

	@Test
	void exceptionIsNamedAndNotQuoted() {
		this.context.delivered(new IllegalStateException("canary"));
		assertThat(low("outcome")).isEqualTo("failure");
		assertThat(low("exception")).isEqualTo("IllegalStateException");
		this.context.delivered(new RuntimeException() {
		});
		assertThat(low("exception")).startsWith(getClass().getName());
	}

	@Test
	void onlyTheIdentifierHasManyValues() {
		assertThat(this.convention.getHighCardinalityKeyValues(this.context))
			.containsExactly(KeyValue.of("zonitel.sms.notification.id", "1:received"));
		assertThat(this.convention.getLowCardinalityKeyValues(this.context)).extracting(KeyValue::getKey)
			.containsExactlyInAnyOrder("event", "outcome", "exception");
		assertThat(low("event")).isEqualTo("received");
	}

	@Test
	void spanIsNamedAfterTheEvent() {
		assertThat(this.convention.getName()).isEqualTo("zonitel.sms.listener");
		assertThat(this.convention.getContextualName(this.context)).isEqualTo("sms received");
		assertThat(
				this.convention.getContextualName(new SmsDeliveryObservationContext(TestEvents.notification("queued"))))
			.isEqualTo("sms unrecognized");
	}

	@Test
	void appliesToDeliveriesOnly() {
		assertThat(this.convention.supportsContext(this.context)).isTrue();
		assertThat(this.convention.supportsContext(new Observation.Context())).isFalse();
	}

	private @Nullable String low(String key) {
		return this.convention.getLowCardinalityKeyValues(this.context)
			.stream()
			.filter((it) -> it.getKey().equals(key))
			.map(KeyValue::getValue)
			.findFirst()
			.orElse(null);
	}

}
