package com.zonitel.sms.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.inbox.MemorySmsInbox;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.openjdk.jmh.infra.Blackhole;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Notifications for benchmarks, and what takes them.
 */
final class Notifications {

	/**
	 * Twice as many as the memory inbox remembers: each has been forgotten when its turn
	 * comes again.
	 */
	private static final int COUNT = 200_000;

	private final SmsNotification[] notifications = new SmsNotification[COUNT];

	private int next;

	Notifications() {
		SmsNotificationParser parser = new SmsNotificationParser();
		for (int i = 0; i < COUNT; i++) {
			this.notifications[i] = parse(parser, body("id-" + i, "Hello, this is a test SMS"));
		}
	}

	SmsNotification next() {
		SmsNotification notification = this.notifications[this.next];
		this.next = (this.next + 1) % COUNT;
		return notification;
	}

	static byte[] body(String id, String text) {
		return """
				{"status":"received","data":{"id":"%s","segments":1,"direction":"inbound","messageText":"%s",\
				"from":"+10000000010","to":"+10000000020","medias":[]},"message":"SMS message received successfully"}"""
			.formatted(id, text)
			.getBytes(StandardCharsets.UTF_8);
	}

	static SmsNotification parse(SmsNotificationParser parser, byte[] body) {
		try {
			return parser.parse(body, Instant.now(), CallerContext.EMPTY);
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static GenericApplicationContext contextWithListeners(int count, Blackhole blackhole) {
		GenericApplicationContext context = new GenericApplicationContext();
		for (int i = 0; i < count; i++) {
			context.addApplicationListener(new Listener(i, blackhole));
		}
		context.refresh();
		return context;
	}

	static MemorySmsInbox inbox(GenericApplicationContext context) {
		MemorySmsInbox inbox = new MemorySmsInbox(new SmsEventPublisher(context), 16, 10_000, Duration.ofDays(3),
				false);
		inbox.start();
		return inbox;
	}

	/**
	 * Listener such as Spring makes of a method for {@link SmsReceivedEvent}.
	 *
	 * @param number what tells it from the others, as equal listeners count as one
	 * @param blackhole what takes the event
	 */
	private record Listener(int number,
			Blackhole blackhole) implements ApplicationListener<PayloadApplicationEvent<SmsReceivedEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SmsReceivedEvent> event) {
			this.blackhole.consume(event.getPayload());
		}

	}

}
