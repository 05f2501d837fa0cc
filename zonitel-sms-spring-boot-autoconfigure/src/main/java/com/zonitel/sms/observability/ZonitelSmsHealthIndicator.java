package com.zonitel.sms.observability;

import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.listener.SmsListeners;
import com.zonitel.sms.registration.ProbeState;
import com.zonitel.sms.registration.ProbeVerdict;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} for receiving SMS. It asks nothing but the inbox, and its
 * status is never {@code DOWN}: an outage of Zonitel, or a URL that another environment
 * has registered there, is no reason to take this application out of service.
 *
 * @since 0.1.0
 */
public class ZonitelSmsHealthIndicator extends AbstractHealthIndicator {

	/**
	 * Status of an application that works, but at which an operator should look. Boot
	 * does not aggregate it, so that the health of the whole application stays as it is.
	 */
	public static final Status DEGRADED = new Status("DEGRADED");

	private final SmsWebhookReceiver receiver;

	private final SmsInbox inbox;

	private final @Nullable WebhookRegistration registration;

	private final boolean callersAuthenticated;

	private final @Nullable SmsListeners listeners;

	/**
	 * Create a new instance.
	 * @param receiver the receiving core
	 * @param inbox the inbox
	 * @param registration the registration, or {@code null} if nothing is registered
	 * @param callersAuthenticated whether callers of the webhook are authenticated
	 * @param listeners the listeners of the application, or {@code null} if they are not
	 * known
	 */
	public ZonitelSmsHealthIndicator(SmsWebhookReceiver receiver, SmsInbox inbox,
			@Nullable WebhookRegistration registration, boolean callersAuthenticated,
			@Nullable SmsListeners listeners) {
		super("Health of receiving SMS could not be told");
		this.receiver = receiver;
		this.inbox = inbox;
		this.registration = registration;
		this.callersAuthenticated = callersAuthenticated;
		this.listeners = listeners;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		SmsOverview overview = SmsOverview.of(this.receiver, this.inbox, this.registration);
		builder.status(status(overview)).withDetail("registration", overview.registration());
		if (!this.callersAuthenticated) {
			builder.withDetail("authentication", "none");
		}
		if (areFailuresHidden()) {
			builder.withDetail("listenerFailures", "hidden by the applicationEventMulticaster");
		}
		if (overview.lastNotification() != null) {
			builder.withDetail("lastNotification", overview.lastNotification());
		}
		if (overview.inbox() != null) {
			builder.withDetail("inbox", overview.inbox());
		}
	}

	private boolean areFailuresHidden() {
		return this.listeners != null && this.listeners.areFailuresHidden();
	}

	private Status status(SmsOverview overview) {
		SmsOverview.Inbox inbox = overview.inbox();
		boolean dead = inbox != null && inbox.dead() != null && inbox.dead() > 0;
		if (dead || !this.callersAuthenticated || areFailuresHidden()
				|| (inbox != null && (inbox.failure() != null || inbox.stuck() > 0))) {
			return DEGRADED;
		}
		RegistrationState.@Nullable Status registration = (this.registration != null)
				? this.registration.getState().status() : null;
		if (registration == null || registration == RegistrationState.Status.REGISTERED) {
			return isProbeInOrder() ? Status.UP : DEGRADED;
		}
		return (registration == RegistrationState.Status.NEVER_ATTEMPTED) ? Status.UNKNOWN : DEGRADED;
	}

	// a network from which nobody can reach the public URL is no reason to worry
	private boolean isProbeInOrder() {
		ProbeState probe = (this.registration != null) ? this.registration.getProbeState() : null;
		ProbeVerdict verdict = (probe != null) ? probe.result().verdict() : ProbeVerdict.UNKNOWN;
		return verdict == ProbeVerdict.REACHABLE || verdict == ProbeVerdict.UNKNOWN;
	}

}
