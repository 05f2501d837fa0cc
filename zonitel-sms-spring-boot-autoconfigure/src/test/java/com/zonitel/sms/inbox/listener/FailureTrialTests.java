package com.zonitel.sms.inbox.listener;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureTrial}.
 */
class FailureTrialTests {

	private final SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();

	private final List<ApplicationEvent> heard = new ArrayList<>();

	private final List<Throwable> handled = new ArrayList<>();

	@Test
	void failureReachesThePublisherAndNoOtherListener() {
		try (GenericApplicationContext context = start()) {
			assertThat(FailureTrial.isFailureHidden(context)).isFalse();
			assertThat(this.heard).hasOnlyElementsOfType(ContextRefreshedEvent.class);
		}
	}

	@Test
	void errorHandlerHidesTheFailureAndIsToldThatItIsNone() {
		this.multicaster.setErrorHandler(this.handled::add);
		try (GenericApplicationContext context = start()) {
			assertThat(FailureTrial.isFailureHidden(context)).isTrue();
			assertThat(this.handled).singleElement()
				.satisfies((ex) -> assertThat(ex).hasMessageStartingWith("No failure").hasNoCause())
				.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
		}
	}

	@Test
	void otherThreadHidesTheFailure() {
		this.multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor());
		try (GenericApplicationContext context = start()) {
			assertThat(FailureTrial.isFailureHidden(context)).isTrue();
		}
	}

	@Test
	void executorOfTheSameThreadHidesNothing() {
		this.multicaster.setTaskExecutor(new SyncTaskExecutor());
		try (GenericApplicationContext context = start()) {
			assertThat(FailureTrial.isFailureHidden(context)).isFalse();
		}
	}

	@Test
	void leavesNoListenerBehind() {
		try (GenericApplicationContext context = start()) {
			List<ApplicationListener<?>> before = List.copyOf(context.getApplicationListeners());
			FailureTrial.isFailureHidden(context);
			this.multicaster.setErrorHandler(this.handled::add);
			FailureTrial.isFailureHidden(context);
			assertThat(context.getApplicationListeners()).containsExactlyInAnyOrderElementsOf(before);
		}
	}

	private GenericApplicationContext start() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.getBeanFactory()
			.registerSingleton(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME, this.multicaster);
		context.addApplicationListener((ApplicationEvent event) -> this.heard.add(event));
		context.refresh();
		return context;
	}

}
