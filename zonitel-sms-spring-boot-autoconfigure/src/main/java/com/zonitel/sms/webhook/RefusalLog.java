package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Log of refused requests: one line a minute at most for each kind of answer, without
 * content.
 */
final class RefusalLog {

	private static final Log logger = LogFactory.getLog(SmsWebhookReceiver.class);

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private final Map<WebhookAnswer, Cause> causes = new EnumMap<>(WebhookAnswer.class);

	RefusalLog() {
		for (WebhookAnswer answer : WebhookAnswer.values()) {
			this.causes.put(answer, new Cause());
		}
	}

	void log(WebhookAnswer answer, @Nullable Throwable ex) {
		Cause cause = this.causes.get(answer);
		if (cause == null) {
			return;
		}
		cause.count.incrementAndGet();
		long now = System.nanoTime();
		long next = cause.next.get();
		if (now - next >= 0 && cause.next.compareAndSet(next, now + INTERVAL)) {
			logger.warn("SMS webhook answered " + answer.status() + " (" + answer + ") to " + cause.count.getAndSet(0)
					+ " request(s); repetitions are counted and logged at most once a minute"
					+ ((ex != null) ? "; the inbox failed with " + ex.getClass().getName() : ""));
		}
	}

	/**
	 * What is known of one kind of answer.
	 */
	private static final class Cause {

		private final AtomicLong count = new AtomicLong();

		private final AtomicLong next = new AtomicLong(System.nanoTime());

	}

}
