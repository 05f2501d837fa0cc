package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Log of refused requests: the first at once, and from then on one line per interval at
 * most for each kind of answer, with a count, without content. None is left uncounted.
 */
final class RefusalLog {

	private static final Log logger = LogFactory.getLog(SmsWebhookReceiver.class);

	private final Map<SmsWebhookAnswer, Cause> causes = new EnumMap<>(SmsWebhookAnswer.class);

	private final ScheduledExecutorService scheduler;

	private final long intervalNanos;

	RefusalLog(ScheduledExecutorService scheduler, Duration interval) {
		this.scheduler = scheduler;
		this.intervalNanos = interval.toNanos();
		for (SmsWebhookAnswer answer : SmsWebhookAnswer.values()) {
			this.causes.put(answer, new Cause(answer));
		}
	}

	void log(SmsWebhookAnswer answer) {
		Cause cause = this.causes.get(answer);
		if (cause != null) {
			cause.count();
		}
	}

	/**
	 * Remember what failed, for the next line about the answer that follows from it.
	 * @param ex the failure, of which only the type is told
	 */
	void failed(Throwable ex) {
		Cause cause = this.causes.get(SmsWebhookAnswer.UNAVAILABLE);
		if (cause != null) {
			cause.failure = ex.getClass().getName();
		}
	}

	/**
	 * Write what is counted but not written yet.
	 */
	void flush() {
		this.causes.values().forEach(Cause::write);
	}

	/**
	 * What is known of one kind of answer.
	 */
	private final class Cause {

		private final SmsWebhookAnswer answer;

		private final AtomicLong count = new AtomicLong();

		private final AtomicBoolean waiting = new AtomicBoolean();

		private volatile @Nullable String failure;

		Cause(SmsWebhookAnswer answer) {
			this.answer = answer;
		}

		void count() {
			this.count.incrementAndGet();
			writeUnlessWaiting();
		}

		private void writeUnlessWaiting() {
			if (!this.waiting.get() && this.waiting.compareAndSet(false, true)) {
				write();
				schedule();
			}
		}

		private void schedule() {
			try {
				RefusalLog.this.scheduler.schedule(this::intervalEnded, RefusalLog.this.intervalNanos,
						TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				this.waiting.set(false);
			}
		}

		private void intervalEnded() {
			if (write()) {
				schedule();
				return;
			}
			this.waiting.set(false);
			// counted since, by one that saw the interval still run
			if (this.count.get() > 0) {
				writeUnlessWaiting();
			}
		}

		boolean write() {
			long requests = this.count.getAndSet(0);
			if (requests > 0) {
				String failure = this.failure;
				this.failure = null;
				logger.warn("SMS webhook answered " + this.answer.status() + " (" + this.answer + ") to " + requests
						+ " request(s); repetitions are counted and logged at most once a minute"
						+ ((failure != null) ? "; the last failure was " + failure : ""));
			}
			return requests > 0;
		}

	}

}
