package com.zonitel.sms.registration;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Registers the webhook once the application accepts traffic, on a thread of its own, and
 * watches the registration from then on.
 *
 * @since 0.1.0
 */
public class WebhookRegistrationScheduler
		implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>>, DisposableBean {

	private static final Log logger = LogFactory.getLog(WebhookRegistrationScheduler.class);

	/**
	 * Time for which a limit of calls may delay a startup that depends on them.
	 */
	private static final Duration LONGEST_STARTUP = Duration.ofSeconds(10);

	private final ApplicationContext applicationContext;

	private final WebhookRegistration registration;

	private final RegistrationSchedule schedule;

	private final boolean failFast;

	private final AtomicBoolean started = new AtomicBoolean();

	private final ScheduledThreadPoolExecutor executor;

	private int failures;

	private @Nullable Future<?> nextCheck;

	/**
	 * Create a new instance.
	 * @param applicationContext the context whose readiness counts
	 * @param registration the registration
	 * @param schedule the schedule of attempts
	 * @param failFast whether startup fails if the first attempt does; where calls are
	 * limited, startup waits for up to 10 seconds
	 */
	public WebhookRegistrationScheduler(ApplicationContext applicationContext, WebhookRegistration registration,
			RegistrationSchedule schedule, boolean failFast) {
		this.applicationContext = applicationContext;
		this.registration = registration;
		this.schedule = schedule;
		this.failFast = failFast;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("zonitel-sms-registration-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(1, threads);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		boolean elsewhere = event.getSource() instanceof ApplicationContext source && source != this.applicationContext;
		if (event.getState() != ReadinessState.ACCEPTING_TRAFFIC || elsewhere
				|| !this.started.compareAndSet(false, true)) {
			return;
		}
		if (this.failFast) {
			registerOrFail();
			watch(this.schedule.untilVerification());
		}
		else {
			execute(this::start, this.schedule.untilStart());
		}
	}

	private void registerOrFail() {
		try {
			RegistrationState state = checkOnceAllowed();
			if (state.status() != Status.REGISTERED && !this.registration.isHeldBack()) {
				throw new WebhookNotRegisteredException(RegistrationAdvice.facts(state),
						this.registration.remedy(state), null);
			}
		}
		catch (ZonitelApiException ex) {
			throw new WebhookNotRegisteredException(ex.getMessage(), RegistrationAdvice.adviceOnceStopped(ex), ex);
		}
	}

	private RegistrationState checkOnceAllowed() {
		long start = System.nanoTime();
		while (true) {
			try {
				return this.registration.check();
			}
			catch (ZonitelApiException ex) {
				Duration wait = this.schedule.untilRetry(1, false, ex.getRetryAfter());
				long elapsed = System.nanoTime() - start;
				if (ex.getReason() != Reason.RATE_LIMITED || wait.plusNanos(elapsed).compareTo(LONGEST_STARTUP) > 0) {
					throw ex;
				}
				sleep(wait, ex);
			}
		}
	}

	private static void sleep(Duration wait, ZonitelApiException reason) {
		try {
			Thread.sleep(wait.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw reason;
		}
	}

	private void start() {
		checkAndThen(this::watch);
	}

	// whatever a check throws, there is a next one
	private void checkAndThen(Consumer<Duration> next) {
		Duration delay = this.schedule.untilVerification();
		try {
			delay = check();
		}
		finally {
			next.accept(delay);
		}
	}

	private void watch(Duration untilCheck) {
		scheduleCheck(untilCheck);
		ProbeGuard guard = this.registration.getGuard();
		if (guard != null) {
			execute(() -> probe(guard), guard.untilNext(this.schedule));
		}
	}

	private void scheduleCheck(Duration delay) {
		if (this.nextCheck != null) {
			this.nextCheck.cancel(false);
		}
		this.nextCheck = execute(() -> checkAndThen(this::scheduleCheck), delay);
	}

	private @Nullable Future<?> execute(Runnable task, Duration delay) {
		try {
			return this.executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Registration is no longer watched, since the application is closing");
			return null;
		}
	}

	private Duration check() {
		try {
			this.registration.check();
			this.failures = 0;
		}
		catch (ZonitelApiException ex) {
			if (ex.isRetryable()) {
				this.failures++;
				return this.schedule.untilRetry(this.failures, ex.getReason() == Reason.RATE_LIMITED,
						ex.getRetryAfter());
			}
		}
		catch (RuntimeException ex) {
			logger.warn("SMS webhook could not be registered or verified", ex);
		}
		return this.schedule.untilVerification();
	}

	private void probe(ProbeGuard guard) {
		Duration delay = this.schedule.untilVerification();
		try {
			if (this.registration.probe(guard)) {
				scheduleCheck(Duration.ZERO);
			}
			delay = guard.untilNext(this.schedule);
		}
		catch (RuntimeException ex) {
			logger.warn("SMS webhook could not be tried: " + ex.getClass().getName());
		}
		finally {
			execute(() -> probe(guard), delay);
		}
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
