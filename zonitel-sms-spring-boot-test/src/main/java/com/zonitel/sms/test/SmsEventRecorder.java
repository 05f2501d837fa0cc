package com.zonitel.sms.test;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.zonitel.sms.SmsEvent;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.ApplicationEventsHolder;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.util.ClassUtils;

/**
 * Brings SMS events, which the starter publishes on threads of its own, into the
 * {@link ApplicationEvents} of the test, which records those of the test's thread, if it
 * is annotated with {@link RecordApplicationEvents @RecordApplicationEvents}. Listeners
 * are not called again.
 */
class SmsEventRecorder implements ApplicationListener<PayloadApplicationEvent<?>>, Ordered {

	private static final String SPRINGS_RECORDER = ApplicationEvents.class.getPackageName()
			+ ".ApplicationEventsApplicationListener";

	private final ConfigurableApplicationContext context;

	private final Queue<PayloadApplicationEvent<?>> published = new ConcurrentLinkedQueue<>();

	SmsEventRecorder(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(PayloadApplicationEvent<?> event) {
		if (event.getPayload() instanceof SmsEvent) {
			this.published.add(event);
		}
	}

	/**
	 * Return a sender that brings events over once the application has answered.
	 * @param sender the sender to use
	 * @return the recording sender
	 */
	NotificationSender recording(NotificationSender sender) {
		return (url, json) -> {
			this.published.clear();
			Acknowledgement acknowledgement = sender.send(url, json);
			bringOver();
			return acknowledgement;
		};
	}

	private void bringOver() {
		ApplicationEvents events = ApplicationEventsHolder.getApplicationEvents();
		PayloadApplicationEvent<?> event = this.published.poll();
		while (event != null) {
			if (events != null && !isRecorded(events, event.getPayload())) {
				record(event);
			}
			event = this.published.poll();
		}
	}

	// as is the case on threads that were started by the test's thread
	private static boolean isRecorded(ApplicationEvents events, Object payload) {
		return events.stream(SmsEvent.class).anyMatch((recorded) -> recorded == payload);
	}

	@SuppressWarnings("unchecked")
	private void record(PayloadApplicationEvent<?> event) {
		for (ApplicationListener<?> listener : ((AbstractApplicationContext) this.context).getApplicationListeners()) {
			if (ClassUtils.getUserClass(listener).getName().equals(SPRINGS_RECORDER)) {
				((ApplicationListener<ApplicationEvent>) listener).onApplicationEvent(event);
			}
		}
	}

}
