package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WebhookRegistration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebhookRegistrationTests {

	private static final Clock CLOCK = Clock.fixed(TestWebhookRegistrar.NOW, ZoneOffset.UTC);

	private static final WebhookUrl OTHER = WebhookUrl.foreign("https://b.example.com/hook?token=canary");

	private final TestWebhookRegistrar registrar = new TestWebhookRegistrar();

	private final List<Object> events = new ArrayList<>();

	private ProbeVerdict verdict = ProbeVerdict.REACHABLE;

	@Test
	void knowsNothingBeforeTheFirstAttempt() {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		assertThat(registration.getState().status()).isEqualTo(Status.NEVER_ATTEMPTED);
		assertThat(registration.getProbeState()).isNull();
		assertThat(this.registrar.calls).isEmpty();
	}

	@Test
	void registersOnceAndComparesFromThenOn() {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		assertThat(registration.check().status()).isEqualTo(Status.REGISTERED);
		this.registrar.registered = OTHER;
		assertThat(registration.check().status()).isEqualTo(Status.DIFFERS);
		assertThat(registration.check().status()).isEqualTo(Status.DIFFERS);
		assertThat(this.registrar.calls).containsExactly("register OWN_HOST", "verify", "verify", "verify");
		assertThat(this.events).hasExactlyElementsOfTypes(WebhookRegisteredEvent.class,
				WebhookReplacedElsewhereEvent.class);
	}

	@Test
	void verifyModeWritesOnlyOnRequest() {
		WebhookRegistration registration = registration(RegistrationMode.VERIFY);
		assertThat(registration.check().status()).isEqualTo(Status.DIFFERS);
		assertThat(this.registrar.calls).containsExactly("verify");
		assertThat(registration.register(ReplacePolicy.ANY).status()).isEqualTo(Status.REGISTERED);
		assertThat(this.registrar.registered).isEqualTo(this.registrar.expected);
	}

	@Test
	void urlThatCouldNotBeReadBackStaysUnconfirmedAndIsNotWrittenAgain() {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		this.registrar.failureAfterWrite = new ZonitelApiException(Reason.SERVER_ERROR, "no", null);
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(registration::check);
		assertThat(registration.getState().status()).isEqualTo(Status.UNCONFIRMED);
		assertThat(registration.getState().failure()).isEqualTo(Reason.SERVER_ERROR);
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(registration::check);
		assertThat(registration.getState().status()).isEqualTo(Status.UNCONFIRMED);
		this.registrar.failure = null;
		assertThat(registration.check().status()).isEqualTo(Status.REGISTERED);
		assertThat(this.registrar.calls).containsExactly("register OWN_HOST", "verify", "verify", "verify");
		assertThat(this.events).hasExactlyElementsOfTypes(WebhookRegistrationFailedEvent.class,
				WebhookRegisteredEvent.class);
	}

	@Test
	void failureKeepsWhatIsKnownAndIsTriedAgain() {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		registration.check();
		this.registrar.failure = new ZonitelApiException(Reason.TRANSPORT, "no", null);
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(registration::check);
		assertThat(registration.getState()).isEqualTo(new RegistrationState(Status.FAILED, this.registrar.expected,
				this.registrar.registered, TestWebhookRegistrar.NOW, Reason.TRANSPORT));
		this.registrar.failure = null;
		assertThat(registration.check().status()).isEqualTo(Status.REGISTERED);
		assertThat(registration.getState().failure()).isNull();
	}

	@Test
	void anyExceptionIsAFailureOfTheCallThatQuotesNothing(CapturedOutput output) {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		this.registrar.failure = new IllegalStateException("outer canary", new ArithmeticException("canary"));
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(registration::check)
			.withMessageContaining("java.lang.ArithmeticException")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.CALL_FAILED));
		assertThat(registration.getState().status()).isEqualTo(Status.FAILED);
		assertThat(this.events).singleElement().isEqualTo(new WebhookRegistrationFailedEvent(registration.getState()));
		assertThat(output).contains("java.lang.ArithmeticException").doesNotContain("canary");
	}

	@Test
	void changedUrlIsRegisteredInPlaceOfTheOneThatThisApplicationHasWritten() {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		registration.check();
		this.registrar.expected = WebhookUrl.foreign("https://a.example.com/hook?token=new");
		assertThat(registration.check().status()).isEqualTo(Status.REGISTERED);
		assertThat(this.registrar.registered).isEqualTo(this.registrar.expected);
		assertThat(this.events).hasExactlyElementsOfTypes(WebhookRegisteredEvent.class, WebhookRegisteredEvent.class);
	}

	@Test
	void changedUrlIsRegisteredInPlaceOfTheOneThatThisApplicationHasFound() {
		this.registrar.registered = this.registrar.expected;
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		registration.check();
		assertThat(this.registrar.calls).containsExactly("register OWN_HOST");
		this.registrar.expected = WebhookUrl.foreign("https://a.example.com/hook?token=new");
		assertThat(registration.check().status()).isEqualTo(Status.REGISTERED);
		assertThat(this.registrar.registered).isEqualTo(this.registrar.expected);
	}

	@Test
	void changedUrlIsNotKnownUntilItIsRegistered() {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		registration.check();
		WebhookUrl old = this.registrar.expected;
		this.registrar.expected = WebhookUrl.foreign("https://a.example.com/hook?token=new");
		this.registrar.failure = new ZonitelApiException(Reason.TRANSPORT, "no", null);
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(registration::check);
		assertThat(registration.getState().expected()).isNull();
		assertThat(registration.getState().registered()).isEqualTo(old);
	}

	@Test
	void changedUrlThatIsNotRegisteredWasNotReplacedElsewhere() {
		WebhookRegistration registration = registration(RegistrationMode.VERIFY);
		this.registrar.registered = this.registrar.expected;
		registration.check();
		this.registrar.expected = WebhookUrl.foreign("https://a.example.com/hook?token=new");
		registration.check();
		assertThat(this.events).hasExactlyElementsOfTypes(WebhookRegisteredEvent.class,
				WebhookRegistrationFailedEvent.class);
	}

	@Test
	void changedUrlIsNotRegisteredWhereItsPredecessorWasRemovedElsewhere() {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		registration.check();
		this.registrar.registered = null;
		registration.check();
		this.registrar.expected = WebhookUrl.foreign("https://a.example.com/hook?token=new");
		assertThat(registration.check().status()).isEqualTo(Status.DIFFERS);
		assertThat(this.registrar.registered).isNull();
	}

	@Test
	void changedUrlIsNotRegisteredWhereAnotherHasTakenThePlace() {
		WebhookRegistration registration = registration(RegistrationMode.ENSURE);
		registration.check();
		this.registrar.registered = OTHER;
		registration.check();
		this.registrar.expected = WebhookUrl.foreign("https://a.example.com/hook?token=new");
		assertThat(registration.check().status()).isEqualTo(Status.DIFFERS);
		assertThat(this.registrar.registered).isEqualTo(OTHER);
	}

	@Test
	void failureToTellTheExpectedUrlIsReported() {
		WebhookUrlProvider failing = () -> {
			throw new IllegalStateException("canary");
		};
		WebhookRegistration registration = new WebhookRegistration(this.registrar, RegistrationMode.ENSURE,
				ReplacePolicy.OWN_HOST, this.events::add, CLOCK, new ProbeGuard(failing, (url) -> result(), CLOCK));
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(registration::check);
		assertThat(registration.getState().failure()).isEqualTo(Reason.CALL_FAILED);
		assertThat(this.registrar.calls).isEmpty();
	}

	@Test
	void nothingIsWrittenWhileAnotherDeploymentAnswers() {
		this.verdict = ProbeVerdict.OTHER_DEPLOYMENT;
		ProbeGuard guard = guard();
		WebhookRegistration registration = registration(RegistrationMode.ENSURE, guard);
		assertThat(registration.check().status()).isEqualTo(Status.DIFFERS);
		assertThat(this.events).singleElement().isInstanceOf(WebhookRegistrationFailedEvent.class);
		assertThat(registration.check().status()).isEqualTo(Status.DIFFERS);
		assertThat(this.registrar.calls).containsExactly("verify", "verify");
		assertThat(registration.isHeldBack()).isTrue();
		assertThat(this.events).singleElement().isInstanceOf(WebhookRegistrationFailedEvent.class);
		assertThat(registration.probe(guard)).isFalse();
		this.verdict = ProbeVerdict.REACHABLE;
		assertThat(registration.probe(guard)).isTrue();
		assertThat(registration.check().status()).isEqualTo(Status.REGISTERED);
		assertThat(registration.isHeldBack()).isFalse();
		assertThat(registration.probe(guard)).isFalse();
	}

	@Test
	void onlyAVacantPlaceIsTakenWhileSomethingElseAnswers() {
		this.verdict = ProbeVerdict.WRONG;
		this.registrar.registered = OTHER;
		ProbeGuard guard = guard();
		WebhookRegistration registration = registration(RegistrationMode.ENSURE, guard);
		registration.check();
		assertThat(this.registrar.registered).isEqualTo(OTHER);
		assertThat(registration.isHeldBack()).isTrue();
		this.registrar.registered = null;
		assertThat(registration.check().status()).isEqualTo(Status.REGISTERED);
		assertThat(this.registrar.calls).containsExactly("register NEVER", "register NEVER", "verify");
	}

	@Test
	void operatorRegistersWhateverAnswers() {
		this.verdict = ProbeVerdict.OTHER_DEPLOYMENT;
		WebhookRegistration registration = registration(RegistrationMode.ENSURE, guard());
		registration.check();
		assertThat(registration.register(ReplacePolicy.OWN_HOST).status()).isEqualTo(Status.REGISTERED);
		assertThat(registration.isHeldBack()).isFalse();
	}

	@Test
	void endsAProbeThatIsUnderWay() {
		AtomicInteger closed = new AtomicInteger();
		WebhookProbe probe = new WebhookProbe() {

			@Override
			public ProbeResult probe(WebhookUrl url) {
				return result();
			}

			@Override
			public void close() {
				closed.incrementAndGet();
			}

		};
		registration(RegistrationMode.ENSURE, new ProbeGuard(() -> OTHER, probe, CLOCK)).close();
		assertThat(closed).hasValue(1);
		registration(RegistrationMode.ENSURE).close();
	}

	private WebhookRegistration registration(RegistrationMode mode) {
		return registration(mode, null);
	}

	private WebhookRegistration registration(RegistrationMode mode, @Nullable ProbeGuard guard) {
		return new WebhookRegistration(this.registrar, mode, ReplacePolicy.OWN_HOST, this.events::add, CLOCK, guard);
	}

	private ProbeGuard guard() {
		ProbePolicy policy = new ProbePolicy(Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, 1, Duration.ofHours(1));
		return new ProbeGuard(() -> this.registrar.expected, (url) -> result(), policy, CLOCK);
	}

	private ProbeResult result() {
		return new ProbeResult(this.verdict, "reason", Duration.ZERO);
	}

}
