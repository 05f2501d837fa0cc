package com.zonitel.sms.registration;

import java.time.Clock;
import java.util.function.Supplier;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.NestedExceptionUtils;

/**
 * The registration as this application knows it: makes attempts, and keeps their result.
 *
 * @since 0.1.0
 */
public class WebhookRegistration implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(WebhookRegistration.class);

	private final WebhookRegistrar registrar;

	private final RegistrationMode mode;

	private final ReplacePolicy replace;

	private final Clock clock;

	private final RegistrationReporter reporter;

	private final @Nullable ProbeGuard guard;

	private volatile RegistrationState state = new RegistrationState(Status.NEVER_ATTEMPTED, null, null, null, null);

	private @Nullable RegistrationState lastResult;

	// the URL that this application has written at Zonitel or found there
	private @Nullable WebhookUrl ownUrl;

	// the scope in which the URL was not registered although it differs
	private @Nullable WriteScope heldBackBy;

	/**
	 * Create a new instance that does not try the URL.
	 * @param registrar the policy
	 * @param mode whether to write or only to compare
	 * @param replace the policy for URLs that are registered already
	 * @param publisher the publisher of registration events
	 * @param clock the clock for the time of checks
	 */
	public WebhookRegistration(WebhookRegistrar registrar, RegistrationMode mode, ReplacePolicy replace,
			ApplicationEventPublisher publisher, Clock clock) {
		this(registrar, mode, replace, publisher, clock, null);
	}

	/**
	 * Create a new instance.
	 * @param registrar the policy
	 * @param mode whether to write or only to compare
	 * @param replace the policy for URLs that are registered already
	 * @param publisher the publisher of registration events
	 * @param clock the clock for the time of checks
	 * @param guard the guard that tries the URL before it is registered, closed with the
	 * registration; or {@code null} to register it untried
	 */
	public WebhookRegistration(WebhookRegistrar registrar, RegistrationMode mode, ReplacePolicy replace,
			ApplicationEventPublisher publisher, Clock clock, @Nullable ProbeGuard guard) {
		this.registrar = registrar;
		this.mode = mode;
		this.replace = replace;
		this.clock = clock;
		this.reporter = new RegistrationReporter(mode, replace, publisher, clock);
		this.guard = guard;
	}

	/**
	 * Return what is known of the registration.
	 * @return the state
	 */
	public RegistrationState getState() {
		return this.state;
	}

	/**
	 * Return what the last probe of the public URL has found out.
	 * @return the state, or {@code null} if there was no probe
	 */
	public @Nullable ProbeState getProbeState() {
		return (this.guard != null) ? this.guard.getState() : null;
	}

	@Nullable ProbeGuard getGuard() {
		return this.guard;
	}

	/**
	 * Register the webhook now, in whatever mode and whatever answers at its URL.
	 * @param replace the policy for URLs that are registered already
	 * @return what is known afterwards
	 * @throws ZonitelApiException if Zonitel could not be asked
	 */
	public RegistrationState register(ReplacePolicy replace) {
		return attempt(() -> this.registrar.register(replace), WriteScope.ANY);
	}

	/**
	 * Do what is due: register until that has come to a result, and only compare from
	 * then on, so that two applications never fight over the one URL of an account.
	 * @return what is known afterwards
	 * @throws ZonitelApiException if Zonitel could not be asked
	 */
	synchronized RegistrationState check() {
		try {
			startAnewIfUrlHasChanged();
			return checkWithinScope();
		}
		catch (ZonitelApiException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			return attempt(() -> {
				throw new IllegalStateException(ex);
			}, WriteScope.ANY);
		}
	}

	private RegistrationState checkWithinScope() {
		boolean compareOnly = (this.mode == RegistrationMode.VERIFY || this.lastResult != null || isUnconfirmed());
		WriteScope scope = (compareOnly || this.guard == null) ? WriteScope.ANY : this.guard.requestWriteScope();
		if (compareOnly || scope == WriteScope.NOTHING) {
			return attempt(this.registrar::verify, scope);
		}
		ReplacePolicy replace = (scope == WriteScope.VACANT) ? ReplacePolicy.NEVER : this.replace;
		return attempt(() -> this.registrar.register(replace), scope);
	}

	// a rotated secret changes the URL, while Zonitel still has the previous one
	private void startAnewIfUrlHasChanged() {
		WebhookUrl own = this.ownUrl;
		if (own == null || (this.lastResult == null && !isUnconfirmed()) || isChangedElsewhere(own)) {
			return;
		}
		WebhookUrl expected = this.registrar.getExpectedUrl();
		if (expected != null && !expected.isSame(own)) {
			logger.info("URL of the SMS webhook has changed and is to be registered as '" + expected + "'");
			this.state = new RegistrationState(Status.NEVER_ATTEMPTED, null, own, this.state.checkedAt(), null);
			this.lastResult = null;
			this.reporter.startAnew();
		}
	}

	private boolean isChangedElsewhere(WebhookUrl own) {
		RegistrationState last = this.lastResult;
		return last != null && last.status() == Status.DIFFERS
				&& (last.registered() == null || !last.registered().isSame(own));
	}

	/**
	 * Try the URL.
	 * @param guard the guard
	 * @return whether the next check may register what was held back before
	 */
	synchronized boolean probe(ProbeGuard guard) {
		guard.probe();
		return this.heldBackBy != null && guard.writeScope().compareTo(this.heldBackBy) > 0;
	}

	/**
	 * Return whether the URL was not registered because of what answers there.
	 * @return whether the registration is held back
	 */
	synchronized boolean isHeldBack() {
		return this.heldBackBy != null;
	}

	private boolean isUnconfirmed() {
		return this.state.status() == Status.UNCONFIRMED;
	}

	private synchronized RegistrationState attempt(Supplier<RegistrationState> attempt, WriteScope scope) {
		try {
			this.state = ask(attempt);
			if (isUnconfirmed() || this.state.status() == Status.REGISTERED) {
				this.ownUrl = this.state.expected();
			}
			RegistrationState result = isUnconfirmed() ? confirm() : this.state;
			if (scope != WriteScope.ANY && result.status() == Status.DIFFERS) {
				holdBack(result, scope);
			}
			else {
				this.heldBackBy = null;
				RegistrationState previous = this.lastResult;
				this.lastResult = result;
				this.reporter.reportResult(previous, result);
			}
			return result;
		}
		catch (ZonitelApiException ex) {
			this.state = new RegistrationState(isUnconfirmed() ? Status.UNCONFIRMED : Status.FAILED,
					this.state.expected(), this.state.registered(), this.clock.instant(), ex.getReason());
			this.reporter.reportFailure(ex, this.state);
			throw ex;
		}
	}

	/**
	 * Remember that the registration is still to be made. The guard logs the reason.
	 */
	private void holdBack(RegistrationState result, WriteScope scope) {
		this.reporter.reportHeldBack(result, this.heldBackBy == null);
		this.heldBackBy = scope;
	}

	// turns any failure into one of the API, so that it is logged and tried again
	private static RegistrationState ask(Supplier<RegistrationState> attempt) {
		try {
			return attempt.get();
		}
		catch (ZonitelApiException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new ZonitelApiException(Reason.CALL_FAILED, "Zonitel's API could not be called ("
					+ NestedExceptionUtils.getMostSpecificCause(ex).getClass().getName() + ")", null);
		}
	}

	private RegistrationState confirm() {
		this.reporter.endFailures();
		this.state = ask(this.registrar::verify);
		return this.state;
	}

	String remedy(RegistrationState current) {
		return this.reporter.remedy(current);
	}

	/**
	 * End a probe that is under way, if there is one.
	 */
	@Override
	public void close() {
		if (this.guard != null) {
			this.guard.close();
		}
	}

}
