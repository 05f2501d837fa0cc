package com.zonitel.sms.inbox.listener;

import java.lang.reflect.Method;
import java.util.Arrays;

import com.zonitel.sms.SmsEvent;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * {@link EventListenerFactory} for {@code @EventListener} methods that may hear SMS
 * events. A {@link ClassCastException} that such a method throws reaches the publisher.
 * Spring's multicaster would ignore it if its message is missing or names the class of
 * the event, since it takes that for a mismatch of types, and the SMS would count as
 * handled. The factory comes just before Spring's own, which takes every method.
 *
 * @since 0.1.0
 */
public class SmsEventListenerFactory implements EventListenerFactory, Ordered {

	/**
	 * Create a new instance.
	 */
	public SmsEventListenerFactory() {
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public boolean supportsMethod(Method method) {
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		Class<?>[] declared = (annotation != null) ? annotation.classes() : new Class<?>[0];
		return Arrays.stream((declared.length > 0) ? declared : method.getParameterTypes())
			.anyMatch(SmsEventListenerFactory::mayBeSmsEvent);
	}

	private static boolean mayBeSmsEvent(Class<?> type) {
		return SmsEvent.class.isAssignableFrom(type) || type.isAssignableFrom(SmsEvent.class)
				|| type.isAssignableFrom(PayloadApplicationEvent.class);
	}

	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		return new SmsEventListener(beanName, type, method);
	}

	private static final class SmsEventListener extends ApplicationListenerMethodAdapter {

		SmsEventListener(String beanName, Class<?> type, Method method) {
			super(beanName, type, method);
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			try {
				super.onApplicationEvent(event);
			}
			catch (ClassCastException ex) {
				throw isSmsEvent(event) ? failure(ex) : ex;
			}
		}

		private static boolean isSmsEvent(ApplicationEvent event) {
			return event instanceof PayloadApplicationEvent<?> payloadEvent
					&& payloadEvent.getPayload() instanceof SmsEvent;
		}

		private static ClassCastException failure(ClassCastException cause) {
			ClassCastException failure = new ClassCastException("Listener for SMS events failed");
			failure.initCause(cause);
			return failure;
		}

	}

}
