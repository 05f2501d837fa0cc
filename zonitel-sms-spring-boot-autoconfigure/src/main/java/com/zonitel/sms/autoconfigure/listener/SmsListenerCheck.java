package com.zonitel.sms.autoconfigure.listener;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.zonitel.sms.inbox.listener.SmsListener;
import com.zonitel.sms.inbox.listener.SmsListeners;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Warns, once the application is ready, of SMS that are acknowledged although no listener
 * handles them or the failure of a listener is not seen.
 */
class SmsListenerCheck implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(SmsListenerCheck.class);

	private static final String SILENCE = " ('zonitel.sms.listeners.check=false' silences this warning.)";

	private final SmsListeners listeners;

	private final TransactionalDelivery transactionalDelivery;

	private final boolean warn;

	private final AtomicBoolean checked = new AtomicBoolean();

	SmsListenerCheck(SmsListeners listeners, TransactionalDelivery transactionalDelivery, boolean warn) {
		this.listeners = listeners;
		this.transactionalDelivery = transactionalDelivery;
		this.warn = warn;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (!this.checked.compareAndSet(false, true)) {
			return;
		}
		try {
			check();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The listeners for SMS events could not be checked" + SILENCE, ex);
		}
	}

	void check() {
		boolean failuresHidden = this.listeners.tryFailure();
		if (!this.warn) {
			return;
		}
		Set<SmsListener> found = this.listeners.find();
		if (found.isEmpty()) {
			logger.warn("No listener found for SMS events: notifications are acknowledged, and nobody handles them. Is"
					+ " the class with the listener a bean, and is the type of its event one of 'com.zonitel.sms'?"
					+ SILENCE);
		}
		warn(found, (listener) -> listener.transactional() && this.transactionalDelivery == TransactionalDelivery.OFF,
				"Listeners found that SMS events never reach, since they are published outside of a transaction: %s."
						+ " Set 'zonitel.sms.inbox.jdbc.transactional-delivery=true', which needs"
						+ " 'zonitel.sms.inbox.type=jdbc', or use '@EventListener'.");
		warn(found, this::isFailureLost,
				"Listeners found that return before their work is done: %s. If one of them fails later, the SMS is"
						+ " acknowledged as handled. Let them return when they are done.");
		if (failuresHidden) {
			logger.warn("The 'applicationEventMulticaster' of the application has an executor or an error handler: if a"
					+ " listener for SMS events fails, the SMS is acknowledged as handled." + SILENCE);
		}
	}

	private boolean isFailureLost(SmsListener listener) {
		return listener.asynchronous()
				&& !(listener.transactional() && this.transactionalDelivery != TransactionalDelivery.ON);
	}

	private static void warn(Set<SmsListener> listeners, Predicate<SmsListener> condition, String message) {
		String names = listeners.stream()
			.filter(condition)
			.map((listener) -> "'" + listener.name() + "'")
			.sorted()
			.collect(Collectors.joining(", "));
		if (!names.isEmpty()) {
			logger.warn(message.formatted(names) + SILENCE);
		}
	}

}
