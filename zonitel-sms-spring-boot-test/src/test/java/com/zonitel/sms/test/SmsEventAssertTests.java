package com.zonitel.sms.test;

import java.time.Instant;
import java.util.Map;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsStatus;
import com.zonitel.sms.SmsUnrecognizedEvent;
import org.junit.jupiter.api.Test;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SimulatedNotification.outboundSms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmsEventAssert}.
 */
class SmsEventAssertTests {

	private static final SmsEvent RECEIVED = inboundSms().id("1")
		.from("+15550100010")
		.to("+15550100020")
		.text("Hello")
		.toEvent();

	private static final SmsEvent DELIVERED = outboundSms().delivered().toEvent();

	private static final SmsEvent WITHOUT_MESSAGE = new SmsUnrecognizedEvent("1", null, null, null, Map.of(), "{}",
			Instant.EPOCH);

	@Test
	void passesAndGoesOn() {
		SmsAssertions.assertThat(RECEIVED)
			.isInbound()
			.hasMessageId("1")
			.hasFrom("+15550100010")
			.hasTo("+15550100020")
			.hasText("Hello");
		SmsAssertions.assertThat(DELIVERED).isOutbound().isTerminal().hasStatus(SmsStatus.DELIVERED);
		SmsAssertions.assertThat(outboundSms().status("queued").dataField("direction", "outbound").toEvent())
			.isOutbound();
	}

	@Test
	void failureShowsBothValues() {
		assertFails(() -> SmsAssertions.assertThat(RECEIVED).hasMessageId("2"), "message id to be <2> but was <1>");
		assertFails(() -> SmsAssertions.assertThat(RECEIVED).hasFrom("+1"), "sender to be <+1> but was <+15550100010>");
		assertFails(() -> SmsAssertions.assertThat(RECEIVED).hasTo("+1"),
				"recipient to be <+1> but was <+15550100020>");
		assertFails(() -> SmsAssertions.assertThat(RECEIVED).hasText("Bye"), "text to be <Bye> but was <Hello>");
		assertFails(() -> SmsAssertions.assertThat(RECEIVED).isOutbound(), "<OUTBOUND> but was <INBOUND>");
		assertFails(() -> SmsAssertions.assertThat(DELIVERED).isInbound(), "<INBOUND> but was <OUTBOUND>");
		assertFails(() -> SmsAssertions.assertThat(DELIVERED).hasStatus(SmsStatus.FAILED),
				"<FAILED> but was <DELIVERED>");
		assertFails(() -> SmsAssertions.assertThat(outboundSms().toEvent()).isTerminal(), "terminal status");
	}

	@Test
	void receivedEventHasNoStatusOfAnSmsThatWasSent() {
		assertFails(() -> SmsAssertions.assertThat(RECEIVED).hasStatus(SmsStatus.SENT), "SmsStatusEvent");
		assertFails(() -> SmsAssertions.assertThat(RECEIVED).isTerminal(), "SmsStatusEvent");
	}

	@Test
	void eventWithoutAMessageHasNothingOfOne() {
		assertFails(() -> SmsAssertions.assertThat(WITHOUT_MESSAGE).hasText("Hello"), "<Hello> but was <null>");
	}

	@Test
	void nothingIsNoEvent() {
		assertFails(() -> SmsAssertions.assertThat((SmsEvent) null).hasText("Hello"), "not to be null");
	}

	private static void assertFails(Runnable assertion, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion::run)
			.satisfies((ex) -> assertThat(ex).hasMessageContaining(message));
	}

}
