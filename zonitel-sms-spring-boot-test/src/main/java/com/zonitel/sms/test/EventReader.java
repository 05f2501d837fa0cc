package com.zonitel.sms.test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotificationParser;

/**
 * Reads notifications as the starter does. Kept apart, since the simulator by itself runs
 * without the starter.
 */
final class EventReader {

	private EventReader() {
	}

	static SmsEvent read(String json) {
		try {
			byte[] body = json.getBytes(StandardCharsets.UTF_8);
			return new SmsNotificationParser().parse(body, Instant.now(), CallerContext.EMPTY).event();
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
