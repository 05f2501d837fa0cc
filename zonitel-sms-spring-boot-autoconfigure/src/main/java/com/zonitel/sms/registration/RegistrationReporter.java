package com.zonitel.sms.registration;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

/**
 * Reports what becomes of a {@link WebhookRegistration}, in the log and as events: each
 * change once, and each kind of failure once until there is a result again.
 */
final class RegistrationReporter {

	private static final Log logger = LogFactory.getLog(WebhookRegistration.class);

	private final RegistrationMode mode;

	private final ReplacePolicy replace;

	private final ApplicationEventPublisher publisher;

	private final Clock clock;

	private final Set<ZonitelApiException.Reason> reported = EnumSet.noneOf(ZonitelApiException.Reason.class);

	private boolean onceRegistered;

	RegistrationReporter(RegistrationMode mode, ReplacePolicy replace, ApplicationEventPublisher publisher,
			Clock clock) {
		this.mode = mode;
		this.replace = replace;
		this.publisher = publisher;
		this.clock = clock;
	}

	/**
	 * Report later results as those of another URL.
	 */
	void startAnew() {
		this.onceRegistered = false;
	}

	/**
	 * Report the next failure of any kind, although there was one like it.
	 */
	void endFailures() {
		this.reported.clear();
	}

	void reportResult(@Nullable RegistrationState previous, RegistrationState current) {
		boolean recovered = !this.reported.isEmpty();
		endFailures();
		if (previous == null || !previous.isSameAs(current)) {
			reportChange(current);
		}
		else if (recovered) {
			logger.info("SMS webhook could be verified again and is as it was");
		}
	}

	private void reportChange(RegistrationState current) {
		if (current.status() == Status.REGISTERED) {
			WebhookUrl url = current.expected();
			Assert.state(url != null, "there is no URL to register");
			this.onceRegistered = true;
			logger.info("SMS webhook is registered at Zonitel as '" + url + "'");
			publish(new WebhookRegisteredEvent(url, this.clock.instant()));
		}
		else {
			reportDifference(current);
		}
	}

	private void reportDifference(RegistrationState current) {
		String facts = RegistrationAdvice.facts(current);
		if (this.onceRegistered) {
			logger.warn(facts + " any longer. It was changed elsewhere and is left so; restart to register again.");
			publish(new WebhookReplacedElsewhereEvent(current.registered(), this.clock.instant()));
		}
		else {
			logger.error(facts + ". " + remedy(current));
			publish(new WebhookRegistrationFailedEvent(current));
		}
	}

	/**
	 * Report that the URL is not registered because of what answers there. The guard logs
	 * the reason.
	 * @param current the state of the registration
	 * @param first whether the previous attempt was not held back
	 */
	void reportHeldBack(RegistrationState current, boolean first) {
		endFailures();
		if (first) {
			publish(new WebhookRegistrationFailedEvent(current));
		}
	}

	void reportFailure(ZonitelApiException ex, RegistrationState current) {
		if (!this.reported.add(ex.getReason())) {
			logger.debug("SMS webhook could still not be registered or verified: " + ex.getMessage());
			return;
		}
		String what = (current.status() == Status.UNCONFIRMED)
				? "SMS webhook was written at Zonitel as '" + current.expected() + "' and could not be read back: "
				: "SMS webhook could not be registered or verified: ";
		logger.warn(what + ex.getMessage() + ". " + RegistrationAdvice.advice(ex)
				+ " Further attempts are logged at DEBUG.");
		publish(new WebhookRegistrationFailedEvent(current));
	}

	String remedy(RegistrationState current) {
		return RegistrationAdvice.remedy(current, this.mode, this.replace);
	}

	private void publish(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.warn("Listener of a registration event failed with " + ex.getClass().getName());
		}
	}

}
