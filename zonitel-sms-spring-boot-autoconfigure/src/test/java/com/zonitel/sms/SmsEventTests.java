package com.zonitel.sms;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SmsEvent} and its records.
 */
class SmsEventTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456789Z");

	private static final SmsMessage MESSAGE = new SmsMessage("1", SmsDirection.OUTBOUND, "+10000000010", "+10000000020",
			"canary", 2, List.of("https://example.com/canary.jpg"), Map.of("carrier", "canary"));

	private static final Map<String, Object> FIELDS = Map.of("further", List.of(1, "canary"));

	static final List<SmsEvent> EVENTS = List.of(new SmsReceivedEvent("1:received", MESSAGE, "canary", FIELDS, NOW),
			new SmsSentEvent("1:sent", MESSAGE, "canary", FIELDS, NOW),
			new SmsDeliveredEvent("1:delivered", MESSAGE, "canary", FIELDS, NOW),
			new SmsFailedEvent("1:failed", MESSAGE, "canary", FIELDS, NOW),
			new SmsUnrecognizedEvent("sha256:1", "canary", MESSAGE, "canary", FIELDS, "{\"a\":\"canary\"}", NOW));

	@ParameterizedTest
	@FieldSource("EVENTS")
	void showsItsIdentifierAndNothingOfTheContent(SmsEvent event) {
		assertThat(event.toString())
			.startsWith(event.getClass().getSimpleName() + "[notificationId=" + event.notificationId())
			.contains(NOW.toString())
			.doesNotContain("canary", "+1000000");
	}

	@ParameterizedTest
	@FieldSource("EVENTS")
	void survivesARoundTripThroughJsonEqual(SmsEvent event) {
		JsonMapper mapper = new JsonMapper();
		assertThat(mapper.readValue(mapper.writeValueAsString(event), event.getClass())).isEqualTo(event)
			.hasSameHashCodeAs(event);
	}

	@ParameterizedTest
	@FieldSource("EVENTS")
	void fieldsCannotBeChanged(SmsEvent event) {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> event.furtherFields().put("a", "b"));
	}

	@Test
	void statusFollowsFromTheType() {
		assertThat(EVENTS).filteredOn(SmsStatusEvent.class::isInstance)
			.map((event) -> ((SmsStatusEvent) event).status())
			.containsExactly(SmsStatus.SENT, SmsStatus.DELIVERED, SmsStatus.FAILED);
		assertThat(EVENTS).filteredOn(SmsStatusEvent.class::isInstance)
			.map((event) -> ((SmsStatusEvent) event).isTerminal())
			.containsExactly(false, true, true);
	}

	@Test
	void identifierMessageAndTimeAreRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SmsSentEvent(" ", MESSAGE, null, FIELDS, NOW))
			.withMessageContaining("notificationId");
		assertThatIllegalArgumentException().isThrownBy(() -> new SmsReceivedEvent("1", null, null, FIELDS, NOW))
			.withMessageContaining("message");
		assertThatIllegalArgumentException().isThrownBy(() -> new SmsFailedEvent("1", MESSAGE, null, FIELDS, null))
			.withMessageContaining("receivedAt");
		assertThatIllegalArgumentException().isThrownBy(() -> new SmsDeliveredEvent(null, MESSAGE, null, FIELDS, NOW))
			.withMessageContaining("notificationId");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SmsUnrecognizedEvent("1", null, null, null, FIELDS, null, NOW))
			.withMessageContaining("rawJson");
	}

	@Test
	void unrecognizedEventNeedsNeitherStatusNorMessage() {
		SmsUnrecognizedEvent event = new SmsUnrecognizedEvent("1", null, null, null, new HashMap<>(), "{}", NOW);
		assertThat(event.message()).isNull();
		assertThat(event.furtherFields()).isEmpty();
		assertThat(event.toString()).contains("rawJson=*** (2 characters)");
	}

}
