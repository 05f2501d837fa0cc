package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Guards the registration with what probes find out. Once another deployment has answered
 * at the URL, nothing may be written until only this one has for a while: one lucky
 * answer of many behind a load balancer must not cut off the rest.
 *
 * @since 0.1.0
 */
public class ProbeGuard implements AutoCloseable {

	private static final Duration LONGEST_SILENT_DELAY = Duration.ofSeconds(15);

	private final WebhookUrlProvider urlProvider;

	private final WebhookProbe probe;

	private final ProbePolicy policy;

	private final Clock clock;

	private final ProbeLog log = new ProbeLog();

	private @Nullable String url;

	private volatile @Nullable ProbeState state;

	private @Nullable Instant proofSince;

	private @Nullable Instant unprovenSince;

	private int proofs;

	private int failures;

	/**
	 * Create a new instance.
	 * @param urlProvider the provider of the URL
	 * @param probe the probe
	 * @param clock the clock for the time of probes
	 */
	public ProbeGuard(WebhookUrlProvider urlProvider, WebhookProbe probe, Clock clock) {
		this(urlProvider, probe, ProbePolicy.DEFAULT, clock);
	}

	ProbeGuard(WebhookUrlProvider urlProvider, WebhookProbe probe, ProbePolicy policy, Clock clock) {
		this.urlProvider = urlProvider;
		this.probe = probe;
		this.policy = policy;
		this.clock = clock;
	}

	@Nullable ProbeState getState() {
		return this.state;
	}

	/**
	 * Try the URL now.
	 */
	synchronized void probe() {
		WebhookUrl url = this.urlProvider.getWebhookUrl();
		if (!url.value().equals(this.url)) {
			reset(url);
		}
		ProbeResult result = this.probe.probe(url);
		Instant now = this.clock.instant();
		count(result.verdict(), now);
		ProbeState state = new ProbeState(result, now, isTrusted(result.verdict(), now));
		this.state = state;
		this.log.tell(url, state, isSilent(now));
	}

	private void reset(WebhookUrl url) {
		this.url = url.value();
		this.state = null;
		this.proofSince = null;
		this.unprovenSince = null;
		this.proofs = 0;
		this.failures = 0;
		this.log.reset();
	}

	private void count(ProbeVerdict verdict, Instant now) {
		boolean proof = verdict.isProof();
		boolean judged = proof || verdict == ProbeVerdict.OTHER_DEPLOYMENT;
		this.proofs = proof ? this.proofs + 1 : 0;
		this.proofSince = proof ? firstOf(this.proofSince, now) : null;
		this.failures = proof ? 0 : this.failures + 1;
		this.unprovenSince = judged ? null : firstOf(this.unprovenSince, now);
	}

	private static Instant firstOf(@Nullable Instant since, Instant now) {
		return (since != null) ? since : now;
	}

	private boolean isTrusted(ProbeVerdict verdict, Instant now) {
		if (verdict == ProbeVerdict.OTHER_DEPLOYMENT) {
			return false;
		}
		ProbeState previous = this.state;
		return previous == null || previous.trusted() || (this.proofs >= this.policy.proofs() && this.proofSince != null
				&& hasPassed(this.policy.trustAfter(), this.proofSince, now));
	}

	private boolean isSilent(Instant now) {
		return this.unprovenSince != null && !hasPassed(this.policy.silence(), this.unprovenSince, now);
	}

	private static boolean hasPassed(Duration time, Instant since, Instant now) {
		return Duration.between(since, now).compareTo(time) >= 0;
	}

	/**
	 * Return what may be written, and try the URL before if that was long ago.
	 * @return what may be written
	 */
	synchronized WriteScope requestWriteScope() {
		ProbeState state = this.state;
		boolean sameUrl = this.urlProvider.getWebhookUrl().value().equals(this.url);
		if (state == null || !sameUrl || hasPassed(this.policy.freshness(), state.at(), this.clock.instant())) {
			probe();
		}
		return writeScope();
	}

	WriteScope writeScope() {
		ProbeState state = this.state;
		if (state == null) {
			return WriteScope.NOTHING;
		}
		boolean wrong = (state.result().verdict() == ProbeVerdict.WRONG);
		return !state.trusted() ? WriteScope.NOTHING : (wrong ? WriteScope.VACANT : WriteScope.ANY);
	}

	/**
	 * Return the time until the URL is to be tried again.
	 * @param schedule the schedule of the registration
	 * @return the time, zero if there was no probe yet
	 */
	synchronized Duration untilNext(RegistrationSchedule schedule) {
		ProbeState state = this.state;
		if (state == null) {
			return Duration.ZERO;
		}
		if (!state.trusted()) {
			return state.result().verdict().isProof() ? this.policy.proofInterval()
					: schedule.untilRetry(this.failures, false, null);
		}
		if (isSilent(this.clock.instant())) {
			Duration backoff = schedule.untilRetry(this.failures, false, null);
			return (backoff.compareTo(LONGEST_SILENT_DELAY) < 0) ? backoff : LONGEST_SILENT_DELAY;
		}
		return schedule.untilVerification();
	}

	/**
	 * End a probe that is under way, if there is one.
	 */
	@Override
	public void close() {
		this.probe.close();
	}

}
