package com.zonitel.sms.webhook.servlet;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.TraceFields;
import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookObserver;
import com.zonitel.sms.webhook.SmsWebhookReceiver;

/**
 * Receivers for tests of the servlet adapter, and the number of their places.
 */
final class Receivers {

	static final int MAX_BODY_SIZE = 100;

	private Receivers() {
	}

	static SmsWebhookReceiver receiver(SmsInbox inbox) {
		return new SmsWebhookReceiver((request) -> SmsWebhookAuthentication.accepted(), inbox, MAX_BODY_SIZE,
				Duration.ofSeconds(60), Clock.systemUTC());
	}

	static SmsWebhookReceiver receiver(SmsInbox inbox, Consumer<SmsWebhookAnswer> refused) {
		SmsWebhookObserver observer = new SmsWebhookObserver() {

			@Override
			public void refused(SmsWebhookAnswer answer) {
				refused.accept(answer);
			}

		};
		return new SmsWebhookReceiver((request) -> SmsWebhookAuthentication.accepted(), inbox, MAX_BODY_SIZE,
				Duration.ofSeconds(60), Clock.systemUTC(), List.of(observer), TraceFields.NONE, null);
	}

	/**
	 * Count the places for requests that stay open, by taking and giving back all.
	 * @param receiver the receiver
	 * @return the number of places
	 */
	static int places(SmsWebhookReceiver receiver) {
		int places = 0;
		while (receiver.tryHold()) {
			places++;
		}
		for (int i = 0; i < places; i++) {
			receiver.release();
		}
		return places;
	}

}
