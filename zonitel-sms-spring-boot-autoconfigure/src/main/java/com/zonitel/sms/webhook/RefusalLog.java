package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Log of refused requests, without their content. For each kind of answer, the first
 * request is logged at once; from then on at most one line per interval tells the number
 * of requests.
 */
final class RefusalLog {

	private static final Log logger = LogFactory.getLog(SmsWebhookReceiver.class);

	private final Map<SmsWebhookAnswer, Counter> counters = new EnumMap<>(SmsWebhookAnswer.class);

	private final long intervalNanos;

	RefusalLog(Duration interval) {
		this.intervalNanos = interval.toNanos();
		for (SmsWebhookAnswer answer : SmsWebhookAnswer.values()) {
			this.counters.put(answer, new Counter(answer));
		}
	}

	void log(SmsWebhookAnswer answer) {
		Counter counter = this.counters.get(answer);
		if (counter != null) {
			counter.requests.incrementAndGet();
			counter.writeIfDue();
		}
	}

	/**
	 * Remember a failure for the next line about requests that were answered with 503.
	 * @param ex the failure, of which only the type is logged
	 */
	void failed(Throwable ex) {
		Counter counter = this.counters.get(SmsWebhookAnswer.UNAVAILABLE);
		if (counter != null) {
			counter.failure = ex.getClass().getName();
		}
	}

	/**
	 * Return whether an interval has ended in which requests were counted.
	 * @return whether {@link #writeDue()} has something to write
	 */
	boolean isDue() {
		for (Counter counter : this.counters.values()) {
			if (counter.isDue(System.nanoTime())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Write the counts of all intervals that have ended.
	 */
	void writeDue() {
		this.counters.values().forEach(Counter::writeIfDue);
	}

	/**
	 * Write all counts.
	 */
	void flush() {
		this.counters.values().forEach(Counter::write);
	}

	/**
	 * Counter of the requests that were given one kind of answer.
	 */
	private final class Counter {

		private final SmsWebhookAnswer answer;

		private final AtomicLong requests = new AtomicLong();

		private final AtomicLong writtenAt = new AtomicLong(System.nanoTime() - RefusalLog.this.intervalNanos);

		private volatile @Nullable String failure;

		Counter(SmsWebhookAnswer answer) {
			this.answer = answer;
		}

		boolean isDue(long now) {
			return this.requests.get() > 0 && now - this.writtenAt.get() >= RefusalLog.this.intervalNanos;
		}

		void writeIfDue() {
			long last = this.writtenAt.get();
			long now = System.nanoTime();
			if (now - last >= RefusalLog.this.intervalNanos && this.writtenAt.compareAndSet(last, now)) {
				write();
			}
		}

		void write() {
			long requests = this.requests.getAndSet(0);
			if (requests > 0) {
				String failure = this.failure;
				this.failure = null;
				logger.warn("SMS webhook answered " + this.answer.status() + " (" + this.answer + ") to " + requests
						+ " request(s); repetitions are counted and logged at most once a minute"
						+ ((failure != null) ? "; the last failure was " + failure : ""));
			}
		}

	}

}
