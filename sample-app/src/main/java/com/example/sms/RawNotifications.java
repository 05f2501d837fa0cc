package com.example.sms;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import com.zonitel.sms.inbox.SmsDeliveryObserver;
import com.zonitel.sms.notification.SmsNotification;

import org.springframework.stereotype.Component;

/**
 * The last notifications as they came, for the curious. An application has no need of
 * this.
 */
@Component
class RawNotifications implements SmsDeliveryObserver {

	private static final int KEPT = 20;

	private final Deque<RawNotification> latest = new ArrayDeque<>();

	private final LiveUpdates updates;

	RawNotifications(LiveUpdates updates) {
		this.updates = updates;
	}

	@Override
	public void observe(SmsNotification notification, Runnable delivery) {
		RawNotification raw = new RawNotification(notification.id(), notification.receivedAt(),
				new String(notification.body(), StandardCharsets.UTF_8));
		synchronized (this.latest) {
			this.latest.addFirst(raw);
			if (this.latest.size() > KEPT) {
				this.latest.removeLast();
			}
		}
		this.updates.send("notification", raw);
		delivery.run();
	}

	List<RawNotification> latest() {
		synchronized (this.latest) {
			return List.copyOf(this.latest);
		}
	}

	/**
	 * Notification as it came.
	 *
	 * @param id the identifier of the notification
	 * @param receivedAt the time of receipt
	 * @param json the JSON
	 */
	record RawNotification(String id, Instant receivedAt, String json) {

	}

}
