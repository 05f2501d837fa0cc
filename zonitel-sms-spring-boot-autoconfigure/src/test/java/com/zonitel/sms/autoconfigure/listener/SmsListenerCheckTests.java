package com.zonitel.sms.autoconfigure.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsStatusEvent;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.listener.SmsListeners;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.security.context.DelegatingApplicationListener;
import org.springframework.transaction.event.TransactionalEventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsListenerCheck}, in hosts on a real web server.
 */
@ExtendWith(OutputCaptureExtension.class)
class SmsListenerCheckTests {

	private static final String NONE_FOUND = "No listener found for SMS events";

	private static final String NEVER_REACHED = "Listeners found that SMS events never reach";

	private static final String NOT_AWAITED = "Listeners found that return before their work is done";

	private static final String HIDDEN = "has an executor or an error handler";

	private static final String SILENCE = "zonitel.sms.listeners.check=false";

	private static final String SILENCE_ARG = "--" + SILENCE;

	private final CapturedOutput output;

	SmsListenerCheckTests(CapturedOutput output) {
		this.output = output;
	}

	@ParameterizedTest
	@ValueSource(classes = { Host.class, OtherEvents.class, SpringsOwn.class, NeverCalledBean.class })
	void noListenerIsWarnedOf(Class<?> listeners) {
		run(listeners).close();
		assertThat(this.output).containsOnlyOnce(NONE_FOUND).containsOnlyOnce(SILENCE);
	}

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, OneEvent.class, AnyObject.class, AnyEvent.class, CalledBean.class,
			CalledClass.class, Fallback.class, AsyncNotEnabled.class, OwnPublisher.class,
			SynchronousMulticaster.class })
	void listenerIsNotWarnedOf(Class<?> listeners) {
		run(listeners).close();
		assertThat(this.output).doesNotContain(SILENCE);
	}

	@Test
	void listenerOfTheParentContextCounts() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Plain.class)
			.web(WebApplicationType.NONE)
			.child(Host.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--zonitel.sms.webhook.secrets=0123456789abcdef0123456789abcdef")) {
			assertThat(context.getParent()).isNotNull();
			assertThat(this.output).doesNotContain(SILENCE);
		}
	}

	@Test
	void lazyListenersCountAndAreNotCreated() {
		LazyListeners.CREATED.set(false);
		run(LazyListeners.class).close();
		assertThat(this.output).doesNotContain(SILENCE);
		assertThat(LazyListeners.CREATED).isFalse();
	}

	@Test
	void lazyInitializationChangesNothing() {
		run(Plain.class, "--spring.main.lazy-initialization=true").close();
		assertThat(this.output).doesNotContain(SILENCE);
		run(Host.class, "--spring.main.lazy-initialization=true").close();
		assertThat(this.output).contains(NONE_FOUND);
	}

	@ParameterizedTest
	@ValueSource(classes = { Transactional.class, TransactionalBesidePlain.class })
	void transactionalListenerIsWarnedOf(Class<?> listeners) {
		run(listeners).close();
		assertThat(this.output).containsOnlyOnce(NEVER_REACHED)
			.contains("Transactional.onCommit'", "zonitel.sms.inbox.jdbc.transactional-delivery=true")
			.doesNotContain(NONE_FOUND);
	}

	@Test
	void transactionalListenerIsReachedByTransactionalDelivery() {
		run(Transactional.class, "--zonitel.sms.inbox.type=jdbc",
				"--zonitel.sms.inbox.jdbc.transactional-delivery=true")
			.close();
		assertThat(this.output).doesNotContain(SILENCE);
		run(Transactional.class, "--zonitel.sms.inbox.type=jdbc").close();
		assertThat(this.output).containsOnlyOnce(NEVER_REACHED);
	}

	@Test
	void transactionalListenerOfAnApplicationWithAnInboxOfItsOwnIsNotWarnedOf() {
		run(OwnInbox.class).close();
		assertThat(this.output).doesNotContain(SILENCE);
	}

	@Test
	void listenersThatAreNotAwaitedAreWarnedOf() {
		run(NotAwaited.class).close();
		assertThat(this.output).containsOnlyOnce(NOT_AWAITED)
			.contains("NotAwaited.future'", "NotAwaited.mono'", "NotAwaited.flux'", "NotAwaited.async'",
					"SmsListenerCheckTests$AsyncClass'")
			.doesNotContain("NotAwaited.plain'");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void asynchronousListenerInATransactionIsRepeatedByAnEventPublicationRegistry(boolean registry) {
		try (ConfigurableApplicationContext context = run(TransactionalAndAsync.class, SILENCE_ARG)) {
			new SmsListenerCheck(context.getBean(SmsListeners.class),
					registry ? TransactionalDelivery.ON_WITH_REGISTRY : TransactionalDelivery.ON, true)
				.check();
		}
		assertThat(this.output.getOut().contains(NOT_AWAITED)).isEqualTo(!registry);
	}

	@ParameterizedTest
	@ValueSource(classes = { MulticasterWithExecutor.class, MulticasterWithErrorHandler.class })
	void multicasterThatHidesFailuresIsWarnedOf(Class<?> listeners) {
		try (ConfigurableApplicationContext context = run(listeners)) {
			Awaitility.await().untilAsserted(() -> assertThat(this.output).contains(HIDDEN));
			assertThat(this.output).containsOnlyOnce(HIDDEN).doesNotContain("Exception in thread");
			assertThat(context.getBean(SmsListeners.class).areFailuresHidden()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Host.class, Transactional.class, NotAwaited.class, MulticasterWithExecutor.class })
	void warningsCanBeSilenced(Class<?> listeners) {
		run(listeners, SILENCE_ARG).close();
		assertThat(this.output).doesNotContain(SILENCE);
	}

	@Test
	void gaugeIsComputedAnew() {
		try (ConfigurableApplicationContext context = run(Host.class)) {
			SmsListeners listeners = context.getBean(SmsListeners.class);
			assertThat(listeners.find(SmsReceivedEvent.class)).isEmpty();
			context.addApplicationListener(ApplicationListener.forPayload((SmsEvent event) -> {
			}));
			assertThat(listeners.find(SmsReceivedEvent.class)).hasSize(1);
		}
	}

	private static ConfigurableApplicationContext run(Class<?> listeners, String... args) {
		return new SpringApplicationBuilder(listeners).run(
				Stream
					.concat(Stream.of("--server.port=0",
							"--zonitel.sms.webhook.secrets=0123456789abcdef0123456789abcdef"), Stream.of(args))
					.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

	}

	@Import(Host.class)
	static class OtherEvents {

		@EventListener
		void on(SmsDirection event) {
		}

		@Bean
		ApplicationListener<PayloadApplicationEvent<SmsDirection>> otherListener() {
			return ApplicationListener.forPayload((event) -> {
			});
		}

	}

	@Import(Host.class)
	static class SpringsOwn {

		@Bean
		DelegatingApplicationListener springsListener() {
			return new DelegatingApplicationListener();
		}

	}

	/**
	 * Spring compares the declared type, so that this bean hears no event.
	 */
	@Import(Host.class)
	static class NeverCalledBean {

		@Bean
		ApplicationListener<PayloadApplicationEvent<SmsEvent>> neverCalled() {
			return ApplicationListener.forPayload((event) -> {
			});
		}

	}

	@Import(Host.class)
	static class CalledBean {

		@Bean
		ApplicationListener<?> called() {
			return ApplicationListener.forPayload((SmsEvent event) -> {
			});
		}

	}

	@Import({ Host.class, CalledClass.Listener.class })
	static class CalledClass {

		static class Listener implements ApplicationListener<PayloadApplicationEvent<? extends SmsEvent>> {

			@Override
			public void onApplicationEvent(PayloadApplicationEvent<? extends SmsEvent> event) {
			}

		}

	}

	@Import(Host.class)
	static class Plain {

		@EventListener
		void on(SmsEvent event) {
		}

	}

	@Import(Host.class)
	static class OneEvent {

		@EventListener
		void on(SmsStatusEvent event) {
		}

	}

	@Import(Host.class)
	static class AnyObject {

		@EventListener
		void on(Object event) {
		}

	}

	@Import({ Host.class, AnyEvent.Listener.class })
	static class AnyEvent {

		static class Listener implements ApplicationListener<ApplicationEvent> {

			@Override
			public void onApplicationEvent(ApplicationEvent event) {
			}

		}

	}

	@Import(Host.class)
	static class LazyListeners {

		static final AtomicBoolean CREATED = new AtomicBoolean();

		@Bean
		@Lazy
		CalledClass.Listener lazyListener() {
			CREATED.set(true);
			return new CalledClass.Listener();
		}

	}

	@Import(Host.class)
	static class Transactional {

		@TransactionalEventListener
		void onCommit(SmsEvent event) {
		}

	}

	@Import(Transactional.class)
	static class TransactionalBesidePlain {

		@EventListener
		void on(SmsEvent event) {
		}

	}

	@Import(Host.class)
	static class Fallback {

		@TransactionalEventListener(fallbackExecution = true)
		void on(SmsEvent event) {
		}

	}

	@Import(Transactional.class)
	static class OwnInbox {

		@Bean
		SmsInbox inbox() {
			return (notification) -> new CompletableFuture<>();
		}

	}

	@Import(Host.class)
	static class AsyncNotEnabled {

		@EventListener
		@Async
		void on(SmsEvent event) {
		}

	}

	@EnableAsync(proxyTargetClass = true)
	@Import({ Host.class, AsyncClass.class })
	static class NotAwaited {

		@EventListener
		void plain(SmsEvent event) {
		}

		@EventListener
		CompletableFuture<Void> future(SmsEvent event) {
			return CompletableFuture.completedFuture(null);
		}

		@EventListener
		Mono<Void> mono(SmsEvent event) {
			return Mono.empty();
		}

		@EventListener
		Flux<Void> flux(SmsEvent event) {
			return Flux.empty();
		}

		@EventListener
		@Async
		void async(SmsEvent event) {
		}

	}

	@Async
	static class AsyncClass implements ApplicationListener<PayloadApplicationEvent<? extends SmsEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<? extends SmsEvent> event) {
		}

	}

	@EnableAsync(proxyTargetClass = true)
	@Import(Host.class)
	static class TransactionalAndAsync {

		@TransactionalEventListener
		@Async
		void on(SmsEvent event) {
		}

	}

	@Import(Host.class)
	static class OwnPublisher {

		@Bean
		SmsEventPublisher publisher(ApplicationEventPublisher publisher) {
			return new SmsEventPublisher(publisher);
		}

	}

	@Import(Plain.class)
	static class SynchronousMulticaster {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SyncTaskExecutor());
			return multicaster;
		}

	}

	@Import(Plain.class)
	static class MulticasterWithExecutor {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor());
			return multicaster;
		}

	}

	@Import(Plain.class)
	static class MulticasterWithErrorHandler {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setErrorHandler(TaskUtils.LOG_AND_SUPPRESS_ERROR_HANDLER);
			return multicaster;
		}

	}

}
