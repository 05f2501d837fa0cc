package com.zonitel.sms.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsFailedEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationEventPublisher;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SimulatedNotification.outboundSms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SimulatedNotification}.
 */
class SimulatedNotificationTests {

	@Test
	void eachSmsHasAnIdentifierOfItsOwnThatItsStatesShare() {
		SimulatedNotification sms = outboundSms();
		assertThat(sms.id()).isNotEqualTo(outboundSms().id()).isEqualTo(sms.delivered().id());
	}

	@Test
	void changeLeavesTheOriginal() {
		SimulatedNotification original = inboundSms();
		String json = original.toJson();
		original.id("1").from("2").text("3").field("a", "b").dataField("c", "d").delivered().description(null);
		assertThat(original.toJson()).isEqualTo(json);
	}

	@Test
	void becomesTheEventOfItsStatus() {
		assertThat(inboundSms().toEvent()).isInstanceOf(SmsReceivedEvent.class);
		assertThat(outboundSms().toEvent()).isInstanceOf(SmsSentEvent.class);
		assertThat(outboundSms().delivered().toEvent()).isInstanceOf(SmsDeliveredEvent.class);
		assertThat(outboundSms().delivered().failed().toEvent()).isInstanceOf(SmsFailedEvent.class);
		assertThat(outboundSms().delivered().sent().toEvent()).isInstanceOf(SmsSentEvent.class);
		assertThat(outboundSms().status("queued").toEvent()).isInstanceOf(SmsUnrecognizedEvent.class);
	}

	@Test
	void descriptionIsThereOnlyWhereZonitelDocumentsOne() {
		assertThat(outboundSms().delivered().toEvent().description()).isEqualTo("SMS message delivered successfully");
		assertThat(outboundSms().delivered().failed().toJson()).doesNotContain("\"message\"");
		assertThat(outboundSms().toJson()).doesNotContain("\"message\"");
	}

	@ParameterizedTest
	@CsvSource({ "160,a,1", "161,a,2", "306,a,2", "307,a,3", "0,a,1", "70,é,1", "71,é,2", "134,é,2", "135,é,3" })
	void textIsSplitIntoSegments(int length, String character, int segments) {
		SmsReceivedEvent event = (SmsReceivedEvent) inboundSms().text(character.repeat(length)).toEvent();
		assertThat(event.message().segments()).isEqualTo(segments);
		assertThat(event.message().text()).hasSize(length);
	}

	@Test
	void anyFieldCanBeChanged() {
		SmsReceivedEvent event = (SmsReceivedEvent) inboundSms().mediaUrls("https://example.com/1")
			.segments(7)
			.dataField("carrier", Map.of("a", 1))
			.field("shard", List.of(true))
			.toEvent();
		assertThat(event.message().mediaUrls()).containsExactly("https://example.com/1");
		assertThat(event.message().segments()).isEqualTo(7);
		assertThat(event.message().furtherFields()).isEqualTo(Map.of("carrier", Map.of("a", 1)));
		assertThat(event.furtherFields()).isEqualTo(Map.of("shard", List.of(true)));
	}

	@Test
	void messageCanBeReplacedAltogether() {
		SimulatedNotification broken = inboundSms().field("data", "text");
		assertThat(broken.id()).isEqualTo("null");
		assertThat(broken.toEvent()).isInstanceOf(SmsUnrecognizedEvent.class);
		assertThat(broken.id("1").toJson()).contains("\"data\":{\"id\":\"1\"}");
	}

	@Test
	void capturedLineIsSentAgain() {
		SimulatedNotification captured = SimulatedNotification
			.captured("{\"time\":\"…\",\"body\":{\"status\":\"received\",\"data\":{\"id\":\"1\"},\"message\":null}}");
		assertThat(captured.toJson()).isEqualTo("{\"status\":\"received\",\"data\":{\"id\":\"1\"},\"message\":null}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "canary", "[]", "{}", "{\"body\":\"canary\"}", "{\"body\":[\"canary\"]}" })
	void otherLineIsRefusedWithoutQuotingIt(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> SimulatedNotification.captured(line))
			.withMessageNotContaining("canary")
			.withNoCause();
	}

	@Test
	void eventIsPublishedOnTheCurrentThread() {
		List<Object> published = new ArrayList<>();
		inboundSms().id("1").publishTo((ApplicationEventPublisher) published::add);
		assertThat(published).singleElement().isInstanceOf(SmsReceivedEvent.class);
		assertThatIllegalStateException()
			.isThrownBy(() -> inboundSms().publishTo((ApplicationEventPublisher) (event) -> {
				throw new IllegalStateException();
			}));
	}

	@Test
	void showsNothingOfTheContent() {
		assertThat(inboundSms().id("1").text("canary")).hasToString("SimulatedNotification[id=1, status=received]");
	}

}
