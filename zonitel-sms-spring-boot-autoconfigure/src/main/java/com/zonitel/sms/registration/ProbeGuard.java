package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Decides, by the results of probes, what the registration may write. Once another
 * deployment has answered at the URL, nothing may be written until only this one has
 * answered for a while: behind a load balancer, a single answer of this deployment must
 * not cut off the others.
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

	private volatile WriteScope scope = WriteScope.NOTHING;

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
		this.scope = scopeAfter(result.verdict(), now);
		ProbeState state = new ProbeState(result, now, this.scope != WriteScope.NOTHING);
		this.state = state;
		this.log.log(url, state, isSilent(now));
	}

	private void reset(WebhookUrl url) {
		this.url = url.value();
		this.state = null;
		this.scope = WriteScope.NOTHING;
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

	/**
	 * Return what may be written. An unknown result leaves the scope as it was, and a
	 * wrong one can only narrow it.
	 */
	private WriteScope scopeAfter(ProbeVerdict verdict, Instant now) {
		WriteScope before = (this.state != null) ? this.scope : WriteScope.ANY;
		return switch (verdict) {
			case OTHER_DEPLOYMENT -> WriteScope.NOTHING;
			case REACHABLE, SECRET_LOST ->
				(before != WriteScope.NOTHING || isProven(now)) ? WriteScope.ANY : WriteScope.NOTHING;
			case WRONG -> (before == WriteScope.ANY) ? WriteScope.VACANT : before;
			case UNKNOWN -> before;
		};
	}

	private boolean isProven(Instant now) {
		return this.proofs >= this.policy.proofs() && this.proofSince != null
				&& hasPassed(this.policy.trustAfter(), this.proofSince, now);
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
		if (!isFresh()) {
			probe();
			// a load balancer may lead each probe to another instance
			for (int i = 1; i < this.policy.firstProofs() && this.proofs == i; i++) {
				probe();
			}
		}
		return this.scope;
	}

	private boolean isFresh() {
		ProbeState state = this.state;
		return state != null && this.urlProvider.getWebhookUrl().value().equals(this.url)
				&& !hasPassed(this.policy.freshness(), state.at(), this.clock.instant());
	}

	WriteScope writeScope() {
		return this.scope;
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
