package com.zonitel.sms.notification;

import java.time.Instant;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.zonitel.sms.SmsEvent;
import org.junit.jupiter.api.Tag;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coverage-guided tests for {@link SmsNotificationParser}: run with the seeds of the
 * class as ordinary tests, and for longer by {@code scripts/fuzz.sh}.
 */
@Tag("fuzz")
class SmsNotificationParserFuzzTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final SmsNotificationParser parser = new SmsNotificationParser();

	@FuzzTest(maxDuration = "30m", maxExecutions = 2_500_000)
	void anyBytesGiveANotificationOrAreMalformed(byte[] body) throws MalformedNotificationException {
		byte[] received = body.clone();
		SmsEvent event;
		try {
			SmsNotification notification = this.parser.parse(body, Instant.EPOCH, CallerContext.EMPTY);
			assertThat(notification.body()).isEqualTo(received);
			event = notification.event();
		}
		catch (MalformedNotificationException ex) {
			return;
		}
		assertThat(event).isEqualTo(this.parser.parse(body, Instant.EPOCH));
		assertThat(event.notificationId()).isNotBlank().hasSizeLessThanOrEqualTo(128);
		assertThat(MAPPER.readValue(MAPPER.writeValueAsBytes(event), event.getClass())).isEqualTo(event);
	}

}
