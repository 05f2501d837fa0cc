package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WebhookRegistrationScheduler}.
 */
class WebhookRegistrationSchedulerTests {

	private static final Duration SOON = Duration.ofMillis(5);

	private static final Duration NEVER = Duration.ofHours(1);

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final TestWebhookRegistrar registrar = new TestWebhookRegistrar();

	private final AtomicReference<Thread> publisher = new AtomicReference<>();

	private volatile ProbeVerdict verdict = ProbeVerdict.REACHABLE;

	private @Nullable WebhookRegistration registration;

	private @Nullable WebhookRegistrationScheduler scheduler;

	@AfterEach
	void close() {
		if (this.scheduler != null) {
			this.scheduler.destroy();
		}
	}

	@Test
	void registersOnceWhenItsOwnContextAcceptsTraffic() {
		create(NEVER, NEVER, true, null);
		change(ReadinessState.REFUSING_TRAFFIC, this.context);
		change(ReadinessState.ACCEPTING_TRAFFIC, new GenericApplicationContext());
		assertThat(this.registrar.calls).isEmpty();
		acceptTraffic();
		assertThat(status()).isEqualTo(Status.REGISTERED);
		acceptTraffic();
		assertThat(this.registrar.calls).containsExactly("register OWN_HOST", "verify");
	}

	@Test
	void startupDoesNotWaitForTheRegistration() {
		create(NEVER, NEVER, false, null);
		acceptTraffic();
		await().until(() -> status() == Status.REGISTERED);
		assertThat(this.publisher.get()).isNotSameAs(Thread.currentThread());
		assertThat(this.publisher.get().getName()).startsWith("zonitel-sms-registration-");
		assertThat(this.publisher.get().isDaemon()).isTrue();
	}

	@Test
	void failFastFailsStartupWithTheReasonAndAdvice() {
		create(NEVER, NEVER, true, null);
		this.registrar.failure = new ZonitelApiException(Reason.UNAUTHENTICATED, "answered with status 401", null);
		assertThatExceptionOfType(WebhookNotRegisteredException.class).isThrownBy(this::acceptTraffic)
			.withMessageContaining("answered with status 401")
			.satisfies((ex) -> assertThat(ex.getAdvice()).contains("'zonitel.access-token'"));
	}

	@Test
	void failFastFailsStartupWhereTheUrlOfAnotherIsRegistered() {
		create(NEVER, NEVER, true, null, RegistrationMode.VERIFY);
		this.registrar.registered = WebhookUrl.foreign("https://b.example.com/hook?token=canary");
		assertThatExceptionOfType(WebhookNotRegisteredException.class).isThrownBy(this::acceptTraffic)
			.withMessageContaining("'https://b.example.com/***'")
			.withMessageNotContaining("canary")
			.satisfies((ex) -> assertThat(ex.getAdvice()).contains("'zonitel.sms.registration.mode'"));
	}

	@Test
	void failFastWaitsForALimitOfCallsThatEndsSoon() {
		create(SOON, NEVER, true, null);
		AtomicInteger attempts = new AtomicInteger();
		limit(() -> attempts.getAndIncrement() < 2, Duration.ZERO);
		acceptTraffic();
		assertThat(status()).isEqualTo(Status.REGISTERED);
		assertThat(attempts).hasValue(3);
	}

	@Test
	void failFastDoesNotWaitForALimitOfCallsThatEndsLate() {
		create(SOON, NEVER, true, null);
		limit(() -> true, Duration.ofSeconds(11));
		assertThatExceptionOfType(WebhookNotRegisteredException.class).isThrownBy(this::acceptTraffic);
	}

	@Test
	void failFastStopsWaitingWhenItIsInterrupted() {
		create(SOON, NEVER, true, null);
		limit(() -> true, Duration.ofSeconds(9));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(WebhookNotRegisteredException.class).isThrownBy(this::acceptTraffic);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.registrar.calls).hasSize(1);
	}

	@Test
	void registrationAtStartupIsVerifiedAgain() {
		create(NEVER, SOON, true, null);
		acceptTraffic();
		this.registrar.registered = WebhookUrl.foreign("https://b.example.com/hook");
		await().until(() -> status() == Status.DIFFERS);
	}

	@Test
	void failFastStartsWhileAnotherDeploymentAnswers() {
		this.verdict = ProbeVerdict.OTHER_DEPLOYMENT;
		create(NEVER, NEVER, true, guard());
		acceptTraffic();
		assertThat(status()).isEqualTo(Status.DIFFERS);
	}

	@Test
	void failureThatMayPassIsTriedAgainSoon() {
		create(SOON, NEVER, false, null);
		this.registrar.failure = new ZonitelApiException(Reason.TRANSPORT, "no", null);
		acceptTraffic();
		await().until(() -> this.registrar.calls.size() >= 3);
		this.registrar.failure = null;
		await().until(() -> status() == Status.REGISTERED);
	}

	@Test
	void otherFailureIsTriedAgainAtTheNextVerification() {
		create(NEVER, SOON, false, null);
		this.registrar.failure = new ZonitelApiException(Reason.ACCESS_DENIED, "no", null);
		acceptTraffic();
		await().until(() -> this.registrar.calls.size() >= 3);
	}

	@Test
	void registrationIsVerifiedAgain() {
		create(NEVER, SOON, false, null);
		acceptTraffic();
		await().until(() -> status() == Status.REGISTERED);
		this.registrar.registered = WebhookUrl.foreign("https://b.example.com/hook");
		await().until(() -> status() == Status.DIFFERS);
	}

	@Test
	void registersAsSoonAsProbesAllowIt() {
		this.verdict = ProbeVerdict.OTHER_DEPLOYMENT;
		create(SOON, NEVER, false, guard());
		acceptTraffic();
		await().until(() -> this.registration.isHeldBack());
		this.verdict = ProbeVerdict.REACHABLE;
		await().until(() -> status() == Status.REGISTERED);
	}

	@Test
	void probeThatThrowsIsTriedAgain() {
		AtomicInteger probes = new AtomicInteger();
		create(SOON, SOON, false, new ProbeGuard(() -> this.registrar.expected, (url) -> {
			probes.incrementAndGet();
			throw new IllegalStateException("canary");
		}, Clock.systemUTC()));
		acceptTraffic();
		await().until(() -> probes.get() >= 4);
	}

	@Test
	void startsNothingOnceItIsDestroyed() {
		create(NEVER, NEVER, false, null);
		this.scheduler.destroy();
		acceptTraffic();
		assertThat(this.registrar.calls).isEmpty();
	}

	@Test
	void threadEndsWhenItIsDestroyed() {
		create(NEVER, NEVER, false, null);
		acceptTraffic();
		await().until(() -> status() == Status.REGISTERED);
		assertThat(this.publisher.get().isAlive()).isTrue();
		this.scheduler.destroy();
		await().until(() -> !this.publisher.get().isAlive());
	}

	private void create(Duration retry, Duration verify, boolean failFast, @Nullable ProbeGuard guard) {
		create(retry, verify, failFast, guard, RegistrationMode.ENSURE);
	}

	private void create(Duration retry, Duration verify, boolean failFast, @Nullable ProbeGuard guard,
			RegistrationMode mode) {
		this.registration = new WebhookRegistration(this.registrar, mode, ReplacePolicy.OWN_HOST,
				(event) -> this.publisher.set(Thread.currentThread()), Clock.systemUTC(), guard);
		this.scheduler = new WebhookRegistrationScheduler(this.context, this.registration,
				new RegistrationSchedule(Duration.ZERO, retry, 1, NEVER, verify), failFast);
	}

	private void limit(BooleanSupplier limited, Duration retryAfter) {
		this.registrar.beforeRegister = () -> {
			if (limited.getAsBoolean()) {
				throw new ZonitelApiException(Reason.RATE_LIMITED, "no", retryAfter);
			}
		};
	}

	private ProbeGuard guard() {
		ProbePolicy policy = new ProbePolicy(Duration.ZERO, Duration.ZERO, 1, SOON, 1, Duration.ZERO);
		return new ProbeGuard(() -> this.registrar.expected,
				(url) -> new ProbeResult(this.verdict, "reason", Duration.ZERO), policy, Clock.systemUTC());
	}

	private void acceptTraffic() {
		change(ReadinessState.ACCEPTING_TRAFFIC, this.context);
	}

	private void change(ReadinessState state, ApplicationContext source) {
		this.scheduler.onApplicationEvent(new AvailabilityChangeEvent<>(source, state));
	}

	private Status status() {
		return this.registration.getState().status();
	}

}
