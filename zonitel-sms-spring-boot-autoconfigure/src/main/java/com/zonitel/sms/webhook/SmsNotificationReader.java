package com.zonitel.sms.webhook;

import java.time.Clock;
import java.time.Instant;

import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.jspecify.annotations.Nullable;

/**
 * Reader of bodies that remembers when it read the last notification.
 */
final class SmsNotificationReader {

	private final SmsNotificationParser parser = new SmsNotificationParser();

	private final Clock clock;

	private volatile @Nullable Instant lastReceivedAt;

	SmsNotificationReader(Clock clock) {
		this.clock = clock;
	}

	SmsNotification read(byte[] body, CallerContext context) throws MalformedNotificationException {
		SmsNotification notification = this.parser.parse(body, this.clock.instant(), context);
		this.lastReceivedAt = notification.receivedAt();
		return notification;
	}

	@Nullable Instant lastReceivedAt() {
		return this.lastReceivedAt;
	}

}
