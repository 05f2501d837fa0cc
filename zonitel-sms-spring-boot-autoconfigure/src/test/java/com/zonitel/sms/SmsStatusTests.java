package com.zonitel.sms;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static com.zonitel.sms.SmsStatus.DELIVERED;
import static com.zonitel.sms.SmsStatus.FAILED;
import static com.zonitel.sms.SmsStatus.SENT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsStatus}.
 */
class SmsStatusTests {

	private static final SmsMessage MESSAGE = new SmsMessage("1", SmsDirection.OUTBOUND, null, null, "", 0, List.of(),
			Map.of());

	@Test
	void sentReplacesNothing() {
		assertThat(SmsStatus.values()).noneMatch(SENT::mayFollow);
	}

	@Test
	void terminalStatusReplacesSent() {
		assertThat(List.of(FAILED, DELIVERED)).allMatch((status) -> status.mayFollow(SENT))
			.allMatch(SmsStatus::isTerminal);
		assertThat(SENT.isTerminal()).isFalse();
	}

	@Test
	void anyOrderOfArrivalEndsInTheSameStatus() {
		for (SmsStatus first : SmsStatus.values()) {
			for (SmsStatus second : SmsStatus.values()) {
				assertThat(latest(first, second)).isEqualTo(latest(second, first));
			}
		}
		assertThat(latest(DELIVERED, FAILED)).isEqualTo(DELIVERED);
	}

	@Test
	void eventsHaveTheirStatus() {
		List<SmsStatusEvent> events = List.of(new SmsSentEvent("1", MESSAGE, null, Map.of(), Instant.EPOCH),
				new SmsFailedEvent("2", MESSAGE, null, Map.of(), Instant.EPOCH),
				new SmsDeliveredEvent("3", MESSAGE, null, Map.of(), Instant.EPOCH));
		assertThat(events).extracting(SmsStatusEvent::status).containsExactly(SENT, FAILED, DELIVERED);
		assertThat(events).extracting(SmsStatusEvent::isTerminal).containsExactly(false, true, true);
	}

	private static SmsStatus latest(SmsStatus first, SmsStatus second) {
		return second.mayFollow(first) ? second : first;
	}

}
