package com.zonitel.sms.inbox.listener;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Publishes an event of its own to a listener that fails, to see whether the failure
 * reaches the publisher. The listener comes first, so that where failures are not hidden
 * no other listener hears the event.
 */
final class FailureTrial {

	private FailureTrial() {
	}

	static boolean isFailureHidden(ConfigurableApplicationContext context) {
		FailingListener listener = new FailingListener(Thread.currentThread());
		context.addApplicationListener(listener);
		try {
			context.publishEvent(new TrialEvent(context));
			return true;
		}
		catch (TrialException ex) {
			return false;
		}
		finally {
			context.removeApplicationListener(listener);
		}
	}

	private static final class TrialEvent extends ApplicationEvent {

		TrialEvent(Object source) {
			super(source);
		}

	}

	private static final class TrialException extends RuntimeException {

		TrialException() {
			super("No failure: the Zonitel SMS starter tries whether failures of listeners reach the publisher", null,
					false, false);
		}

	}

	private static final class FailingListener implements ApplicationListener<TrialEvent>, PriorityOrdered {

		private final Thread publisher;

		FailingListener(Thread publisher) {
			this.publisher = publisher;
		}

		@Override
		public void onApplicationEvent(TrialEvent event) {
			// on another thread the failure could only become an entry in the host's log
			if (Thread.currentThread() == this.publisher) {
				throw new TrialException();
			}
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
