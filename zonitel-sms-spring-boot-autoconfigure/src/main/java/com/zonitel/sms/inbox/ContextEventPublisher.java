package com.zonitel.sms.inbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.ResolvableType;

/**
 * {@link ApplicationEventPublisher} that publishes to an application context what the
 * context would make of an event by itself, except that the generic type, by which
 * listeners are found, is resolved once for each class of events and not for each event.
 *
 * @since 0.1.0
 */
public final class ContextEventPublisher implements ApplicationEventPublisher {

	private final ApplicationContext context;

	private final Map<Class<?>, ResolvableType> types = new ConcurrentHashMap<>();

	/**
	 * Create a new instance.
	 * @param context the application context
	 */
	public ContextEventPublisher(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void publishEvent(Object event) {
		ResolvableType type = this.types.computeIfAbsent(event.getClass(), ContextEventPublisher::resolve);
		this.context.publishEvent(new TypedEvent(this.context, event, type));
	}

	private static ResolvableType resolve(Class<?> payloadType) {
		return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, payloadType);
	}

	/**
	 * Event that knows its generic type.
	 */
	private static final class TypedEvent extends PayloadApplicationEvent<Object> {

		private final transient ResolvableType type;

		TypedEvent(Object source, Object payload, ResolvableType type) {
			super(source, payload, type.getGeneric());
			this.type = type;
		}

		@Override
		public ResolvableType getResolvableType() {
			return this.type;
		}

	}

}
