package com.zonitel.sms.inbox.listener;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.config.TaskManagementConfigUtils;
import org.springframework.transaction.event.TransactionalApplicationListener;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Listeners of one application context, matched with events as the context's multicaster
 * does. Listeners that are lazy beans are judged by their type.
 */
final class ContextListeners {

	private static final boolean TRANSACTIONS_PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.event.TransactionalApplicationListener",
			ContextListeners.class.getClassLoader());

	/**
	 * Type of event that nobody else knows: a listener that supports it listens to every
	 * event.
	 */
	private static final ResolvableType ANY_EVENT = eventType(ContextListeners.class);

	/**
	 * Prefix of the class names of listeners that
	 * {@link ApplicationListener#forPayload(java.util.function.Consumer)} makes. They
	 * belong to the caller of that method.
	 */
	private static final String FOR_PAYLOAD = ApplicationListener.class.getName() + "$";

	private final AbstractApplicationContext context;

	private final ConfigurableListableBeanFactory beanFactory;

	private volatile String @Nullable [] beanNames;

	ContextListeners(AbstractApplicationContext context) {
		this.context = context;
		this.beanFactory = context.getBeanFactory();
	}

	/**
	 * Return the type of the event that stands for a payload.
	 */
	static ResolvableType eventType(Class<?> payloadType) {
		return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, payloadType);
	}

	Stream<SmsListener> find(ResolvableType eventType) {
		Set<ApplicationListener<?>> instances = Collections.newSetFromMap(new IdentityHashMap<>());
		instances.addAll(this.context.getApplicationListeners());
		Stream.Builder<SmsListener> lazy = Stream.builder();
		for (String name : getBeanNames()) {
			boolean declared = declares(name, eventType);
			Object bean = this.beanFactory.getSingleton(name);
			if (!declared) {
				instances.remove(bean);
			}
			else if (bean instanceof ApplicationListener<?> listener) {
				instances.add(listener);
			}
			else {
				addLazy(name, lazy);
			}
		}
		return Stream.concat(instances.stream().filter((listener) -> hears(listener, eventType)).map(this::toListener),
				lazy.build());
	}

	/**
	 * Return the names of the beans that are listeners. They are searched only once,
	 * since the search looks at all beans.
	 */
	private String[] getBeanNames() {
		String[] names = this.beanNames;
		if (names == null) {
			names = this.beanFactory.getBeanNamesForType(ApplicationListener.class, true, false);
			if (this.beanFactory.isConfigurationFrozen()) {
				this.beanNames = names;
			}
		}
		return names;
	}

	private boolean declares(String beanName, ResolvableType eventType) {
		Class<?> type = this.beanFactory.getType(beanName, false);
		if (type == null || GenericApplicationListener.class.isAssignableFrom(type)) {
			return true;
		}
		if (!declares(ResolvableType.forClass(type), eventType)) {
			return false;
		}
		return !this.beanFactory.containsBeanDefinition(beanName)
				|| declares(this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType(), eventType);
	}

	private static boolean declares(ResolvableType listenerType, ResolvableType eventType) {
		ResolvableType declared = listenerType.as(ApplicationListener.class).getGeneric();
		return declared == ResolvableType.NONE || declared.isAssignableFrom(eventType);
	}

	private void addLazy(String beanName, Stream.Builder<SmsListener> listeners) {
		Class<?> type = this.beanFactory.getType(beanName, false);
		if (type != null && !(isClassOfSpring(type.getName()) && declares(beanName, ANY_EVENT))) {
			listeners.add(new SmsListener(type.getName(), false, isAsync(type)));
		}
	}

	private boolean hears(ApplicationListener<?> listener, ResolvableType eventType) {
		return supports(listener, eventType)
				&& !(isClassOfSpring(owner(listener).getName()) && supports(listener, ANY_EVENT));
	}

	private boolean supports(ApplicationListener<?> listener, ResolvableType eventType) {
		GenericApplicationListener generic = (listener instanceof GenericApplicationListener it) ? it
				: new GenericApplicationListenerAdapter(listener);
		return generic.supportsEventType(eventType) && generic.supportsSourceType(this.context.getClass());
	}

	private static boolean isClassOfSpring(String className) {
		return className.startsWith("org.springframework.") && !className.startsWith(FOR_PAYLOAD);
	}

	private static Class<?> owner(ApplicationListener<?> listener) {
		Method method = ListenerMethod.of(listener);
		return (method != null) ? method.getDeclaringClass() : AopUtils.getTargetClass(listener);
	}

	private SmsListener toListener(ApplicationListener<?> listener) {
		Method method = ListenerMethod.of(listener);
		boolean transactional = TRANSACTIONS_PRESENT && Transactions.isTransactional(listener, method);
		if (method == null) {
			Class<?> type = owner(listener);
			return new SmsListener(type.getName(), transactional, isAsync(type));
		}
		return new SmsListener(method.getDeclaringClass().getName() + "." + method.getName(), transactional,
				ListenerMethod.returnsFuture(method) || isAsync(method));
	}

	private boolean isAsync(Class<?> type) {
		Method method = ReflectionUtils.findMethod(type, "onApplicationEvent", (Class<?>[]) null);
		return (method != null && isAsync(method))
				|| (AnnotatedElementUtils.hasAnnotation(type, Async.class) && isAsyncEnabled());
	}

	private boolean isAsync(Method method) {
		return (AnnotatedElementUtils.hasAnnotation(method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), Async.class)) && isAsyncEnabled();
	}

	private boolean isAsyncEnabled() {
		return this.beanFactory.containsBean(TaskManagementConfigUtils.ASYNC_EXECUTION_ASPECT_BEAN_NAME)
				|| this.beanFactory.getBeanNamesForType(AsyncAnnotationBeanPostProcessor.class, true, false).length > 0;
	}

	/**
	 * Calls to Spring's transactions, in a class of their own since they are optional.
	 */
	private static final class Transactions {

		static boolean isTransactional(ApplicationListener<?> listener, @Nullable Method method) {
			return listener instanceof TransactionalApplicationListener && !isFallbackExecution(method);
		}

		private static boolean isFallbackExecution(@Nullable Method method) {
			TransactionalEventListener annotation = (method != null)
					? AnnotatedElementUtils.findMergedAnnotation(method, TransactionalEventListener.class) : null;
			return annotation != null && annotation.fallbackExecution();
		}

	}

}
