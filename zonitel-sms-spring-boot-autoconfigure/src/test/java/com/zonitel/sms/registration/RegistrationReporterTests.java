package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistrationReporter}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationReporterTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final WebhookUrl OURS = WebhookUrl.foreign("https://a.example.com/hook?token=canary");

	private static final WebhookUrl OTHER = WebhookUrl.foreign("https://b.example.com/hook?token=canary");

	private static final RegistrationState REGISTERED = new RegistrationState(Status.REGISTERED, OURS, OURS, NOW, null);

	private static final RegistrationState DIFFERS = new RegistrationState(Status.DIFFERS, OURS, OTHER, NOW, null);

	private final List<Object> events = new ArrayList<>();

	private final RegistrationReporter reporter = reporter(this.events::add);

	@Test
	void registrationIsReportedOnce(CapturedOutput output) {
		this.reporter.reportResult(null, REGISTERED);
		this.reporter.reportResult(REGISTERED, REGISTERED);
		assertThat(this.events).containsExactly(new WebhookRegisteredEvent(OURS, NOW));
		assertThat(output).containsOnlyOnce("SMS webhook is registered at Zonitel as 'https://a.example.com/***'")
			.doesNotContain("canary");
	}

	@Test
	void urlOfAnotherIsAnErrorWithAdvice(CapturedOutput output) {
		this.reporter.reportResult(null, DIFFERS);
		this.reporter.reportResult(DIFFERS, DIFFERS);
		assertThat(this.events).containsExactly(new WebhookRegistrationFailedEvent(DIFFERS));
		assertThat(lines(output, "ERROR")).singleElement()
			.asString()
			.contains("'https://b.example.com/***'", "'https://a.example.com/***'",
					"'zonitel.sms.registration.replace=any'");
	}

	@Test
	void urlThatWasRegisteredOnceWasReplacedElsewhere(CapturedOutput output) {
		this.reporter.reportResult(null, REGISTERED);
		this.reporter.reportResult(REGISTERED, DIFFERS);
		assertThat(this.events).last().isEqualTo(new WebhookReplacedElsewhereEvent(OTHER, NOW));
		assertThat(lines(output, "WARN")).singleElement().asString().contains("changed elsewhere");
	}

	@Test
	void laterResultsAreThoseOfAnotherUrlOnceItStartsAnew() {
		this.reporter.reportResult(null, REGISTERED);
		this.reporter.startAnew();
		this.reporter.reportResult(null, DIFFERS);
		assertThat(this.events).last().isEqualTo(new WebhookRegistrationFailedEvent(DIFFERS));
	}

	@Test
	void eachKindOfFailureIsReportedOnceUntilThereIsAResult(CapturedOutput output) {
		fail(Reason.TRANSPORT);
		fail(Reason.TRANSPORT);
		fail(Reason.SERVER_ERROR);
		fail(Reason.TRANSPORT);
		assertThat(lines(output, "WARN")).hasSize(2);
		assertThat(this.events).hasSize(2);
		this.reporter.reportResult(REGISTERED, REGISTERED);
		assertThat(lines(output, "INFO")).singleElement().asString().contains("could be verified again");
		this.reporter.reportResult(REGISTERED, REGISTERED);
		assertThat(lines(output, "INFO")).hasSize(1);
		fail(Reason.TRANSPORT);
		assertThat(lines(output, "WARN")).hasSize(3);
	}

	@Test
	void failureToReadBackSaysThatTheUrlWasWritten(CapturedOutput output) {
		RegistrationState unconfirmed = new RegistrationState(Status.UNCONFIRMED, OURS, null, NOW, Reason.TRANSPORT);
		this.reporter.reportFailure(new ZonitelApiException(Reason.TRANSPORT, "no answer", null), unconfirmed);
		assertThat(output).contains("SMS webhook was written at Zonitel as 'https://a.example.com/***' and could not be"
				+ " read back: no answer");
	}

	@Test
	void registrationThatIsHeldBackIsAnEventOnceAndNoError(CapturedOutput output) {
		this.reporter.reportHeldBack(DIFFERS, true);
		this.reporter.reportHeldBack(DIFFERS, false);
		assertThat(this.events).containsExactly(new WebhookRegistrationFailedEvent(DIFFERS));
		assertThat(output).isEmpty();
	}

	@Test
	void failureAfterARegistrationThatWasHeldBackIsReportedAgain(CapturedOutput output) {
		fail(Reason.TRANSPORT);
		this.reporter.reportHeldBack(DIFFERS, false);
		fail(Reason.TRANSPORT);
		assertThat(lines(output, "WARN")).hasSize(2);
	}

	@Test
	void listenerThatFailsKeepsNothingFromBeingReported(CapturedOutput output) {
		RegistrationReporter failing = reporter((event) -> {
			throw new IllegalStateException("canary");
		});
		failing.reportResult(null, REGISTERED);
		assertThat(output).contains("SMS webhook is registered", "java.lang.IllegalStateException")
			.doesNotContain("canary");
	}

	private static RegistrationReporter reporter(ApplicationEventPublisher publisher) {
		return new RegistrationReporter(RegistrationMode.ENSURE, ReplacePolicy.OWN_HOST, publisher,
				Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private void fail(Reason reason) {
		this.reporter.reportFailure(new ZonitelApiException(reason, "no", null),
				new RegistrationState(Status.FAILED, OURS, null, NOW, reason));
	}

	private static List<String> lines(CapturedOutput output, String level) {
		return output.toString().lines().filter((line) -> line.contains(level)).toList();
	}

}
