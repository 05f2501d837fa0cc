package com.zonitel.sms.inbox.listener;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsFailedEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Finds the listeners of the application that hear SMS events, those of parent contexts
 * included. Creates no bean. A listener for all events counts, unless it belongs to
 * Spring.
 *
 * @since 0.1.0
 */
public class SmsListeners {

	/**
	 * The types of events that are published, which are those without subtypes.
	 */
	public static final List<Class<? extends SmsEvent>> EVENT_TYPES = List.of(SmsReceivedEvent.class,
			SmsSentEvent.class, SmsDeliveredEvent.class, SmsFailedEvent.class, SmsUnrecognizedEvent.class);

	private final ApplicationContext context;

	private final Map<AbstractApplicationContext, ContextListeners> listeners = new ConcurrentHashMap<>();

	private volatile boolean failuresHidden;

	/**
	 * Create a new instance.
	 * @param context the context in which events are published
	 */
	public SmsListeners(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Find the listeners for any event, as of now.
	 * @return the listeners
	 */
	public Set<SmsListener> find() {
		return EVENT_TYPES.stream().flatMap((eventType) -> find(eventType).stream()).collect(Collectors.toSet());
	}

	/**
	 * Find the listeners for an event, as of now.
	 * @param eventType the type of the event
	 * @return the listeners
	 */
	public Set<SmsListener> find(Class<? extends SmsEvent> eventType) {
		return contexts().map((context) -> this.listeners.computeIfAbsent(context, ContextListeners::new))
			.flatMap((listeners) -> listeners.find(ContextListeners.eventType(eventType)))
			.collect(Collectors.toSet());
	}

	/**
	 * Return whether failures of listeners were hidden from the publisher when that was
	 * last tried.
	 * @return {@code true} if a notification counts as handled although a listener has
	 * failed
	 */
	public boolean areFailuresHidden() {
		return this.failuresHidden;
	}

	/**
	 * Try whether the publisher of an event sees the failure of a listener. That is not
	 * so where the {@code ApplicationEventMulticaster} of the application runs listeners
	 * on other threads or has an error handler.
	 * @return {@code true} if the failure is hidden
	 */
	public boolean tryFailure() {
		this.failuresHidden = contexts().anyMatch(FailureTrial::isFailureHidden);
		return this.failuresHidden;
	}

	private Stream<AbstractApplicationContext> contexts() {
		Stream.Builder<AbstractApplicationContext> contexts = Stream.builder();
		ApplicationContext context = this.context;
		while (context != null) {
			if (context instanceof AbstractApplicationContext abstractContext) {
				contexts.add(abstractContext);
			}
			context = context.getParent();
		}
		return contexts.build();
	}

}
