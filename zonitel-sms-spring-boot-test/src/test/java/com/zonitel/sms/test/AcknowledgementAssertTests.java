package com.zonitel.sms.test;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AcknowledgementAssert} and {@link Acknowledgement}.
 */
class AcknowledgementAssertTests {

	private static final Acknowledgement REFUSED = new Acknowledgement(503, Duration.ofMillis(1500), "{\"code\":503}",
			null);

	private static final Acknowledgement NO_ANSWER = new Acknowledgement(0, Duration.ofSeconds(5), "",
			"HttpTimeoutException");

	@Test
	void passesAndGoesOn() {
		SmsAssertions.assertThat(new Acknowledgement(200, Duration.ofMillis(5), "", null))
			.isAcknowledged()
			.hasStatus(200)
			.within(Duration.ofMillis(5));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 201, 202, 204, 302, 503 })
	void only200IsAnAcknowledgement(int status) {
		assertFails(
				() -> SmsAssertions.assertThat(new Acknowledgement(status, Duration.ZERO, "", null)).isAcknowledged(),
				"acknowledged with a 200");
	}

	@Test
	void failureShowsTheAnswer() {
		assertFails(() -> SmsAssertions.assertThat(REFUSED).isAcknowledged(), "503 after 1500 ms {\"code\":503}");
		assertFails(() -> SmsAssertions.assertThat(REFUSED).hasStatus(200), "200 but got 503 after 1500 ms");
		assertFails(() -> SmsAssertions.assertThat(REFUSED).within(Duration.ofSeconds(1)),
				"within 1000 ms but got 503 after 1500 ms");
		assertFails(() -> SmsAssertions.assertThat(NO_ANSWER).isAcknowledged(),
				"no answer (HttpTimeoutException) after 5000 ms");
	}

	@Test
	void descriptionOfATestIsKept() {
		assertFails(() -> SmsAssertions.assertThat(REFUSED).as("the first SMS").isAcknowledged(), "[the first SMS]");
	}

	@Test
	void nothingIsNoAnswer() {
		assertFails(() -> SmsAssertions.assertThat((Acknowledgement) null).isAcknowledged(), "not to be null");
		assertFails(() -> SmsAssertions.assertThat((Acknowledgement) null).within(Duration.ZERO), "not to be null");
	}

	private static void assertFails(Runnable assertion, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion::run)
			.satisfies((ex) -> assertThat(ex).hasMessageContaining(message));
	}

}
