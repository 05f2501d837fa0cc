package com.zonitel.sms.observability;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;

/**
 * Notifications for tests.
 */
final class TestEvents {

	private TestEvents() {
	}

	static SmsNotification notification(String status) {
		return notification(status, Map.of());
	}

	static SmsNotification notification(String status, Map<String, String> propagationFields) {
		String json = """
				{"status":"%s","data":{"id":"1","from":"+10000000010","messageText":"canary"}}""";
		try {
			return new SmsNotificationParser().parse(json.formatted(status).getBytes(StandardCharsets.UTF_8),
					Instant.EPOCH, CallerContext.of(propagationFields));
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	static SmsEvent event(String status) {
		return notification(status).event();
	}

}
