package com.zonitel.sms.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsStatusEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContextEventPublisher}.
 */
class ContextEventPublisherTests {

	private static final SmsMessage MESSAGE = new SmsMessage("1", SmsDirection.INBOUND, null, null, "", 1, List.of(),
			Map.of());

	private static final List<SmsEvent> EVENTS = List.of(
			new SmsReceivedEvent("1:received", MESSAGE, null, Map.of(), Instant.EPOCH),
			new SmsSentEvent("1:sent", MESSAGE, null, Map.of(), Instant.EPOCH),
			new SmsUnrecognizedEvent("x", null, null, null, Map.of(), "{}", Instant.EPOCH));

	@Test
	void listenersOfEveryKindHearTheSameAsFromTheContextItself() {
		List<String> expected = heard((context) -> context);
		assertThat(expected).hasSizeGreaterThan(20);
		assertThat(heard(ContextEventPublisher::new)).isEqualTo(expected);
	}

	private static List<String> heard(Publishers publishers) {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Listeners.class);
				AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.setParent(parent);
			context.register(Listeners.class);
			context.refresh();
			context.addApplicationListener(new TypeListener(context.getBean(Listeners.class)));
			ApplicationEventPublisher publisher = publishers.of(context);
			// twice, since what was resolved is used again
			for (int i = 0; i < 2; i++) {
				EVENTS.forEach(publisher::publishEvent);
			}
			List<String> heard = new ArrayList<>(context.getBean(Listeners.class).heard);
			heard.addAll(parent.getBean(Listeners.class).heard);
			return heard;
		}
	}

	/**
	 * Makes a publisher for a context.
	 */
	@FunctionalInterface
	private interface Publishers {

		ApplicationEventPublisher of(AnnotationConfigApplicationContext context);

	}

	static class Listeners implements ApplicationListener<PayloadApplicationEvent<SmsReceivedEvent>> {

		private final List<String> heard = new ArrayList<>();

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SmsReceivedEvent> event) {
			this.heard.add("listener of a payload: " + event.getPayload());
		}

		@EventListener
		void on(SmsEvent event) {
			this.heard.add("method of every event: " + event);
		}

		@EventListener
		void on(SmsStatusEvent event) {
			this.heard.add("method of a status: " + event);
		}

		@EventListener(condition = "#event.message() != null")
		void onCondition(SmsReceivedEvent event) {
			this.heard.add("method with a condition: " + event);
		}

		@EventListener
		void on(PayloadApplicationEvent<SmsSentEvent> event) {
			this.heard.add("method of a payload: " + event.getPayload() + " from the context "
					+ (event.getSource() instanceof AnnotationConfigApplicationContext));
		}

		@EventListener
		void onAny(ApplicationEvent event) {
			if (event instanceof PayloadApplicationEvent<?> payloadEvent) {
				this.heard.add("method of anything: " + payloadEvent.getPayload());
			}
		}

		@EventListener
		void onOther(PayloadApplicationEvent<String> event) {
			this.heard.add("method of another payload: " + event.getPayload());
		}

	}

	/**
	 * Listener that is asked for types only.
	 */
	private record TypeListener(Listeners listeners) implements GenericApplicationListener {

		@Override
		public boolean supportsEventType(ResolvableType eventType) {
			return eventType.toClass() == PayloadApplicationEvent.class;
		}

		@Override
		public boolean supportsSourceType(Class<?> sourceType) {
			return AnnotationConfigApplicationContext.class.isAssignableFrom(sourceType);
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			this.listeners.heard.add("listener of types: " + ((PayloadApplicationEvent<?>) event).getPayload());
		}

	}

}
