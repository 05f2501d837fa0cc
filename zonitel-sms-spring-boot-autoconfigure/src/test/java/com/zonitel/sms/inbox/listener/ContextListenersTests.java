package com.zonitel.sms.inbox.listener;

import java.util.List;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.SourceFilteringListener;
import org.springframework.core.ResolvableType;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.event.TransactionalEventListenerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContextListeners}.
 */
class ContextListenersTests {

	@ParameterizedTest
	@ValueSource(classes = { MethodForTheEvent.class, MethodForEveryEvent.class, MethodForEveryObject.class,
			ListenerForThePayload.class, ListenerForEveryEvent.class, GenericListener.class, PayloadListener.class })
	void listenerThatTheEventReachesIsFound(Class<?> listener) {
		assertThat(find(SmsReceivedEvent.class, listener)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(classes = { MethodForAnotherEvent.class, ListenerForAnotherPayload.class,
			ListenerForASuperTypeOfThePayload.class, ListenerOfSpring.class })
	void listenerThatTheEventDoesNotReachIsNotFound(Class<?> listener) {
		assertThat(find(SmsReceivedEvent.class, listener)).isEmpty();
	}

	@Test
	void lazyListenerIsJudgedByItsTypeAndNotCreated() {
		assertThat(find(SmsReceivedEvent.class, LazyListener.class)).singleElement()
			.isEqualTo(new SmsListener(FailingListener.class.getName(), false, false));
		assertThat(find(SmsSentEvent.class, LazyListener.class)).isEmpty();
	}

	@Test
	void lazyListenerOfSpringForEveryEventDoesNotCount() {
		assertThat(find(SmsReceivedEvent.class, LazyListenerOfSpring.class)).isEmpty();
		assertThat(find(SmsReceivedEvent.class, LazyListenerForEveryEvent.class)).hasSize(1);
	}

	@Test
	void methodIsNamed() {
		assertThat(find(SmsReceivedEvent.class, MethodForTheEvent.class)).extracting(SmsListener::name)
			.containsExactly(MethodForTheEvent.class.getName() + ".on");
	}

	@Test
	void asynchronousListenerIsSoOnlyWhereThatIsEnabled() {
		assertThat(find(SmsReceivedEvent.class, AsyncMethod.class)).extracting(SmsListener::asynchronous)
			.containsExactly(false);
		assertThat(find(SmsReceivedEvent.class, AsyncMethod.class, AsyncEnabled.class))
			.extracting(SmsListener::asynchronous)
			.containsExactly(true);
		assertThat(find(SmsReceivedEvent.class, AsyncListener.class, AsyncEnabled.class))
			.extracting(SmsListener::asynchronous)
			.containsExactly(true);
		assertThat(find(SmsReceivedEvent.class, AsyncClass.class, AsyncEnabled.class))
			.extracting(SmsListener::asynchronous)
			.containsExactly(true);
		assertThat(find(SmsReceivedEvent.class, ListenerForThePayload.class, AsyncEnabled.class))
			.extracting(SmsListener::asynchronous)
			.containsExactly(false);
	}

	@Test
	void transactionalListenerIsSoUnlessItRunsWithoutATransactionToo() {
		assertThat(find(SmsReceivedEvent.class, TransactionalMethod.class, TransactionalEventListenerFactory.class))
			.extracting(SmsListener::transactional)
			.containsExactly(true);
		assertThat(find(SmsReceivedEvent.class, FallbackMethod.class, TransactionalEventListenerFactory.class))
			.extracting(SmsListener::transactional)
			.containsExactly(false);
	}

	private static List<SmsListener> find(Class<? extends SmsEvent> eventType, Class<?>... components) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(components)) {
			return new ContextListeners(context).find(ContextListeners.eventType(eventType)).toList();
		}
	}

	static class MethodForTheEvent {

		@EventListener
		void on(SmsReceivedEvent event) {
		}

	}

	static class MethodForEveryEvent {

		@EventListener
		void on(SmsEvent event) {
		}

	}

	static class MethodForEveryObject {

		@EventListener
		void on(Object event) {
		}

	}

	static class MethodForAnotherEvent {

		@EventListener
		void on(SmsSentEvent event) {
		}

	}

	static class ListenerForThePayload implements ApplicationListener<PayloadApplicationEvent<SmsReceivedEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SmsReceivedEvent> event) {
		}

	}

	static class ListenerForAnotherPayload implements ApplicationListener<PayloadApplicationEvent<SmsSentEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SmsSentEvent> event) {
		}

	}

	static class ListenerForASuperTypeOfThePayload implements ApplicationListener<PayloadApplicationEvent<SmsEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SmsEvent> event) {
		}

	}

	static class ListenerForEveryEvent implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	static class GenericListener implements GenericApplicationListener {

		@Override
		public boolean supportsEventType(ResolvableType eventType) {
			return eventType.hasGenerics() && eventType.getGeneric().isAssignableFrom(SmsReceivedEvent.class);
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PayloadListener {

		@Bean
		ApplicationListener<PayloadApplicationEvent<SmsReceivedEvent>> payloadListener() {
			return ApplicationListener.forPayload((event) -> {
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerOfSpring {

		@Bean
		SourceFilteringListener springsOwn() {
			return new SourceFilteringListener(new Object(), new ListenerForEveryEvent());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyListener {

		@Bean
		@Lazy
		FailingListener lazy() {
			return new FailingListener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyListenerOfSpring {

		@Bean
		@Lazy
		SourceFilteringListener lazy() {
			return new SourceFilteringListener(new Object(), new ListenerForEveryEvent());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyListenerForEveryEvent {

		@Bean
		@Lazy
		ListenerForEveryEvent lazy() {
			return new ListenerForEveryEvent();
		}

	}

	static class FailingListener extends ListenerForThePayload {

		FailingListener() {
			throw new IllegalStateException("created");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncEnabled {

	}

	static class AsyncMethod {

		@EventListener
		@Async
		void on(SmsReceivedEvent event) {
		}

	}

	static class AsyncListener implements ApplicationListener<PayloadApplicationEvent<SmsReceivedEvent>> {

		@Override
		@Async
		public void onApplicationEvent(PayloadApplicationEvent<SmsReceivedEvent> event) {
		}

	}

	@Async
	static class AsyncClass {

		@EventListener
		void on(SmsReceivedEvent event) {
		}

	}

	static class TransactionalMethod {

		@TransactionalEventListener
		void on(SmsReceivedEvent event) {
		}

	}

	static class FallbackMethod {

		@TransactionalEventListener(fallbackExecution = true)
		void on(SmsReceivedEvent event) {
		}

	}

}
