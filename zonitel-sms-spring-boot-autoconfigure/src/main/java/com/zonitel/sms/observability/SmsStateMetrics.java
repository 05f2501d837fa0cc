package com.zonitel.sms.observability;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import com.zonitel.sms.inbox.DirectSmsInbox;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.registration.ProbeState;
import com.zonitel.sms.registration.ProbeVerdict;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.RegistrationState.Status;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterBinder} for gauges of the inbox, the registration and the last
 * notification. A gauge is NaN while its value is not known.
 *
 * @since 0.1.0
 */
public class SmsStateMetrics implements MeterBinder {

	private static final Log logger = LogFactory.getLog(SmsStateMetrics.class);

	/**
	 * Time for which a status of the inbox, which may take a query, is used again: all
	 * gauges of a scrape share one.
	 */
	private static final long STATUS_VALID_NANOS = Duration.ofSeconds(1).toNanos();

	private final SmsWebhookReceiver receiver;

	private final SmsInbox inbox;

	private final @Nullable WebhookRegistration registration;

	private final Clock clock;

	private @Nullable SmsInboxStatus status;

	private long statusUntil = System.nanoTime();

	/**
	 * Create a new instance.
	 * @param receiver the receiving core
	 * @param inbox the inbox
	 * @param registration the registration, or {@code null} if nothing is registered
	 * @param clock the clock that ages are measured with
	 */
	public SmsStateMetrics(SmsWebhookReceiver receiver, SmsInbox inbox, @Nullable WebhookRegistration registration,
			Clock clock) {
		this.receiver = receiver;
		this.inbox = inbox;
		this.registration = registration;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		age(registry, "zonitel.sms.last.notification.age", "Time since the last notification came to this instance",
				(metrics) -> metrics.ageOf(metrics.receiver.getLastNotificationAt()));
		gauge(registry, "zonitel.sms.inbox.pending", "Notifications that wait for their listeners or are with them",
				(metrics) -> metrics.inboxValue(SmsInboxStatus::pending));
		age(registry, "zonitel.sms.inbox.oldest.age", "Age of the oldest pending notification",
				SmsStateMetrics::oldest);
		age(registry, "zonitel.sms.inbox.oldest.running.age",
				"Time since the oldest delivery that runs on this instance began", SmsStateMetrics::oldestRunning);
		gauge(registry, "zonitel.sms.inbox.dead", "Notifications that are no longer retried",
				(metrics) -> metrics.inboxValue(SmsInboxStatus::dead));
		if (this.inbox instanceof DirectSmsInbox) {
			gauge(registry, "zonitel.sms.webhook.held.threads",
					"Threads of the server on which a body is read and listeners run",
					(metrics) -> metrics.receiver.getHeldThreads());
		}
		if (this.registration != null) {
			gauge(registry, "zonitel.sms.registration.matches",
					"Whether the URL registered at Zonitel was this application's at the last successful check",
					SmsStateMetrics::matches);
			gauge(registry, "zonitel.sms.registration.failed", "Whether the last check of the registration failed",
					SmsStateMetrics::failed);
			gauge(registry, "zonitel.sms.registration.reachable",
					"Whether this application answered at its public URL when that was last tried",
					SmsStateMetrics::reachable);
		}
	}

	private void gauge(MeterRegistry registry, String name, String description,
			ToDoubleFunction<SmsStateMetrics> value) {
		Gauge.builder(name, this, value).description(description).register(registry);
	}

	private void age(MeterRegistry registry, String name, String description, ToDoubleFunction<SmsStateMetrics> age) {
		TimeGauge.builder(name, this, TimeUnit.SECONDS, age).description(description).register(registry);
	}

	private double oldest() {
		SmsInboxStatus status = status();
		if (status == null) {
			return Double.NaN;
		}
		return (status.pending() > 0) ? ageOf(status.oldestReceivedAt()) : 0;
	}

	private double oldestRunning() {
		SmsInboxStatus status = status();
		if (status == null) {
			return Double.NaN;
		}
		return (status.oldestRunningSince() != null) ? ageOf(status.oldestRunningSince()) : 0;
	}

	private double inboxValue(ToDoubleFunction<SmsInboxStatus> value) {
		SmsInboxStatus status = status();
		return (status != null) ? value.applyAsDouble(status) : Double.NaN;
	}

	private synchronized @Nullable SmsInboxStatus status() {
		long now = System.nanoTime();
		if (now - this.statusUntil >= 0) {
			this.status = askInbox();
			this.statusUntil = System.nanoTime() + STATUS_VALID_NANOS;
		}
		return this.status;
	}

	private @Nullable SmsInboxStatus askInbox() {
		try {
			return this.inbox.status();
		}
		catch (RuntimeException ex) {
			logger.debug("Status of the SMS inbox is not known: " + ex.getClass().getName());
			return null;
		}
	}

	private double ageOf(@Nullable Instant instant) {
		return (instant != null) ? Math.max(0, Duration.between(instant, this.clock.instant()).toMillis() / 1000.0)
				: Double.NaN;
	}

	private double matches() {
		RegistrationState state = (this.registration != null) ? this.registration.getState() : null;
		if (state == null || state.expected() == null || state.status() == Status.UNCONFIRMED) {
			return Double.NaN;
		}
		return (state.registered() != null && state.registered().isSame(state.expected())) ? 1 : 0;
	}

	private double failed() {
		return (this.registration != null && this.registration.getState().failure() != null) ? 1 : 0;
	}

	private double reachable() {
		ProbeState state = (this.registration != null) ? this.registration.getProbeState() : null;
		if (state == null || state.result().verdict() == ProbeVerdict.UNKNOWN) {
			return Double.NaN;
		}
		return (state.result().verdict() == ProbeVerdict.REACHABLE) ? 1 : 0;
	}

}
