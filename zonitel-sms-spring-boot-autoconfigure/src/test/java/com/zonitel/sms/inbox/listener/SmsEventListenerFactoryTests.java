package com.zonitel.sms.inbox.listener;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsStatusEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmsEventListenerFactory}.
 */
class SmsEventListenerFactoryTests {

	private static final SmsSentEvent EVENT = new SmsSentEvent("1:sent",
			new SmsMessage("1", SmsDirection.OUTBOUND, null, null, "", 0, List.of(), Map.of()), null, Map.of(),
			Instant.EPOCH);

	@ParameterizedTest
	@ValueSource(classes = { CastsTheEvent.class, WithoutMessage.class, NamedEvents.class, AnyEvent.class,
			AnyPayload.class })
	void classCastExceptionReachesThePublisher(Class<?> listener) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				SmsEventListenerFactory.class, listener)) {
			assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> context.publishEvent(EVENT))
				.withCauseInstanceOf(ClassCastException.class);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { CastsTheEvent.class, WithoutMessage.class, NamedEvents.class, AnyEvent.class,
			AnyPayload.class })
	void springAloneIgnoresIt(Class<?> listener) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(listener)) {
			context.publishEvent(EVENT);
			assertThat(context.isActive()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { AnyEvent.class, AnyPayload.class })
	void otherEventsAreLeftToSpring(Class<?> listener) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				SmsEventListenerFactory.class, listener)) {
			context.publishEvent("an event of the application");
			assertThat(context.isActive()).isTrue();
		}
	}

	static class AnyEvent {

		@EventListener
		void on(Object event) {
			throw new ClassCastException();
		}

	}

	static class AnyPayload {

		@EventListener
		void on(PayloadApplicationEvent<?> event) {
			throw new ClassCastException();
		}

	}

	static class CastsTheEvent {

		private Instant deliveredAt = Instant.MIN;

		@EventListener
		void on(SmsStatusEvent event) {
			this.deliveredAt = ((SmsDeliveredEvent) event).receivedAt();
		}

	}

	static class WithoutMessage {

		@EventListener
		void on(SmsEvent event) {
			throw new ClassCastException();
		}

	}

	static class NamedEvents {

		@EventListener({ SmsSentEvent.class, SmsDeliveredEvent.class })
		void on() {
			throw new ClassCastException();
		}

	}

}
