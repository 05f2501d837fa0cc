package com.zonitel.sms.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmsNotificationReader}.
 */
class SmsNotificationReaderTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final SmsNotificationReader reader = new SmsNotificationReader(Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void remembersWhenItReadTheLastNotification() throws Exception {
		assertThat(this.reader.lastReceivedAt()).isNull();
		SmsNotification notification = this.reader.read(bytes("{}"), CallerContext.EMPTY);
		assertThat(notification.receivedAt()).isEqualTo(NOW);
		assertThat(this.reader.lastReceivedAt()).isEqualTo(NOW);
	}

	@Test
	void bodyThatIsNoNotificationIsNotRemembered() {
		assertThatExceptionOfType(MalformedNotificationException.class)
			.isThrownBy(() -> this.reader.read(bytes("[]"), CallerContext.EMPTY));
		assertThat(this.reader.lastReceivedAt()).isNull();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
