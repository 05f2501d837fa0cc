package com.zonitel.sms.observability;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.inbox.listener.SmsListeners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventType}.
 */
class EventTypeTests {

	@ParameterizedTest
	@CsvSource({ "received,received", "sent,sent", "delivered,delivered", "failed,failed", "queued,unrecognized" })
	void tagIsOneOfFewWhateverTheStatus(String status, String tag) {
		assertThat(EventType.of(TestEvents.event(status)).tag()).isEqualTo(tag);
	}

	@Test
	void whereThereIsNoEventTheTagIsNone() {
		assertThat(EventType.of((SmsEvent) null)).isEqualTo(EventType.NONE);
	}

	@Test
	void eachTypeOfEventHasATagOfItsOwn() {
		assertThat(SmsListeners.EVENT_TYPES).extracting(EventType::of)
			.doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(EventType.ANY);
	}

}
