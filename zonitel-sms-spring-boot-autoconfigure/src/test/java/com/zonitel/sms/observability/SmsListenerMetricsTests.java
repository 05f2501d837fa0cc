package com.zonitel.sms.observability;

import java.util.Set;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.inbox.listener.SmsListener;
import com.zonitel.sms.inbox.listener.SmsListeners;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsListenerMetrics}.
 */
class SmsListenerMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void countsTheListenersOfEachEventAnew() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.refresh();
			new SmsListenerMetrics(new SmsListeners(context)).bindTo(this.registry);
			assertThat(this.registry.find("zonitel.sms.listeners").gauges()).hasSize(5);
			assertThat(listeners("delivered")).isZero();
			context.addApplicationListener(new DeliveredListener());
			assertThat(listeners("delivered")).isEqualTo(1);
			assertThat(listeners("received")).isZero();
		}
	}

	@Test
	void numberIsUnknownWhereListenersCannotBeFound() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.refresh();
		SmsListeners failing = new SmsListeners(context) {

			@Override
			public Set<SmsListener> find(Class<? extends SmsEvent> eventType) {
				throw new NoClassDefFoundError("test");
			}

		};
		new SmsListenerMetrics(failing).bindTo(this.registry);
		assertThat(listeners("sent")).isNaN();
	}

	private double listeners(String event) {
		return this.registry.get("zonitel.sms.listeners").tag("event", event).gauge().value();
	}

	private static final class DeliveredListener
			implements ApplicationListener<PayloadApplicationEvent<SmsDeliveredEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SmsDeliveredEvent> event) {
		}

	}

}
