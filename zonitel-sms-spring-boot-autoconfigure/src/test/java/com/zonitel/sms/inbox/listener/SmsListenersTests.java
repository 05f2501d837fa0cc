package com.zonitel.sms.inbox.listener;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsStatusEvent;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.support.TaskUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsListeners}.
 */
class SmsListenersTests {

	@Test
	void listenerIsFoundForTheEventsThatItHears() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				StatusListener.class)) {
			SmsListeners listeners = new SmsListeners(context);
			assertThat(listeners.find(SmsDeliveredEvent.class)).singleElement()
				.isEqualTo(new SmsListener(StatusListener.class.getName() + ".on", false, false));
			assertThat(listeners.find(SmsReceivedEvent.class)).isEmpty();
			assertThat(listeners.find()).hasSize(1);
		}
	}

	@Test
	void listenerThatComesLaterIsFoundAsWell() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.refresh();
			SmsListeners listeners = new SmsListeners(context);
			assertThat(listeners.find()).isEmpty();
			context.addApplicationListener(new ReceivedListener());
			assertThat(listeners.find()).singleElement()
				.isEqualTo(new SmsListener(ReceivedListener.class.getName(), false, false));
		}
	}

	@Test
	void listenersOfParentContextsHearTheEventsToo() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(StatusListener.class);
				GenericApplicationContext child = childOf(parent)) {
			assertThat(new SmsListeners(child).find()).hasSize(1);
		}
	}

	@Test
	void everyTypeOfEventThatIsPublishedIsLookedFor() {
		assertThat(SmsListeners.EVENT_TYPES).doesNotHaveDuplicates()
			.hasSize(SmsEvent.class.getPermittedSubclasses().length - 1
					+ SmsStatusEvent.class.getPermittedSubclasses().length)
			.noneMatch(Class::isInterface);
	}

	@Test
	void failureThatAParentHidesIsHidden() {
		try (GenericApplicationContext parent = new GenericApplicationContext()) {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			parent.getBeanFactory()
				.registerSingleton(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME, multicaster);
			parent.refresh();
			try (GenericApplicationContext child = childOf(parent)) {
				SmsListeners listeners = new SmsListeners(child);
				assertThat(listeners.tryFailure()).isFalse();
				multicaster.setErrorHandler(TaskUtils.LOG_AND_SUPPRESS_ERROR_HANDLER);
				assertThat(listeners.areFailuresHidden()).isFalse();
				assertThat(listeners.tryFailure()).isTrue();
				assertThat(listeners.areFailuresHidden()).isTrue();
			}
		}
	}

	private static GenericApplicationContext childOf(AbstractApplicationContext parent) {
		GenericApplicationContext child = new GenericApplicationContext(parent);
		child.refresh();
		return child;
	}

	static class StatusListener {

		@EventListener
		void on(SmsStatusEvent event) {
		}

	}

	private static final class ReceivedListener
			implements ApplicationListener<PayloadApplicationEvent<SmsReceivedEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SmsReceivedEvent> event) {
		}

	}

}
