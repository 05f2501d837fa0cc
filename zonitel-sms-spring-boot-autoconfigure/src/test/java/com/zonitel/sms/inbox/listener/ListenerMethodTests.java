package com.zonitel.sms.inbox.listener;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import com.zonitel.sms.SmsEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerMethod}.
 */
class ListenerMethodTests {

	@Test
	void adapterTellsItsMethod() {
		Method method = method("nothing");
		assertThat(ListenerMethod.of(new ApplicationListenerMethodAdapter("bean", Methods.class, method)))
			.isEqualTo(method);
	}

	@Test
	void otherListenersHaveNone() {
		ApplicationListener<ApplicationEvent> listener = (event) -> {
		};
		assertThat(ListenerMethod.of(listener)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "future", "stage", "completableFuture", "mono", "flux" })
	void methodReturnsBeforeItsWorkIsDone(String name) {
		assertThat(ListenerMethod.returnsFuture(method(name))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "object", "event" })
	void methodReturnsWhenItsWorkIsDone(String name) {
		assertThat(ListenerMethod.returnsFuture(method(name))).isFalse();
	}

	private static Method method(String name) {
		Method method = ReflectionUtils.findMethod(Methods.class, name, SmsEvent.class);
		assertThat(method).isNotNull();
		return method;
	}

	interface Methods {

		void nothing(SmsEvent event);

		Object object(SmsEvent event);

		SmsEvent event(SmsEvent event);

		Future<Void> future(SmsEvent event);

		CompletionStage<Void> stage(SmsEvent event);

		CompletableFuture<Void> completableFuture(SmsEvent event);

		Mono<Void> mono(SmsEvent event);

		Flux<String> flux(SmsEvent event);

	}

}
