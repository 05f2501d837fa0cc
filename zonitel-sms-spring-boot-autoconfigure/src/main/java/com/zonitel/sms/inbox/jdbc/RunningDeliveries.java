package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.github.kagkarlsson.scheduler.task.Execution;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of this instance whose outcome is not yet stored. Warns about those that
 * have run for long.
 */
class RunningDeliveries {

	private static final Log logger = LogFactory.getLog(JdbcSmsInbox.class);

	private final Map<String, Running> running = new ConcurrentHashMap<>();

	private final Duration stuckAfter;

	RunningDeliveries(Duration stuckAfter) {
		this.stuckAfter = stuckAfter;
	}

	void started(Execution execution) {
		this.running.put(execution.getId(), new Running(execution, Thread.currentThread(), Instant.now()));
	}

	/**
	 * Note that the outcome of a delivery is stored, or will never be.
	 * @param execution the delivery
	 */
	void finished(Execution execution) {
		this.running.computeIfPresent(execution.getId(),
				(id, running) -> (running.execution == execution) ? null : running);
	}

	void listenerReturned(Execution execution) {
		Running running = this.running.get(execution.getId());
		if (running != null && running.execution == execution) {
			running.thread = null;
		}
	}

	boolean contains(Execution execution) {
		return this.running.containsKey(execution.getId());
	}

	/**
	 * Return when the oldest of the deliveries began.
	 * @return the time, or {@code null} if there is none
	 */
	@Nullable Instant oldestSince() {
		return this.running.values().stream().map((it) -> it.since).min(Comparator.naturalOrder()).orElse(null);
	}

	int countStuck() {
		Instant limit = Instant.now().minus(this.stuckAfter);
		return (int) this.running.values().stream().filter((delivery) -> delivery.since.isBefore(limit)).count();
	}

	/**
	 * Warn, once each, of listeners that have not returned for long.
	 */
	void warnOfStuck() {
		Instant limit = Instant.now().minus(this.stuckAfter);
		for (Running delivery : this.running.values()) {
			Thread thread = delivery.thread;
			if (thread != null && !delivery.warned && delivery.since.isBefore(limit)) {
				delivery.warned = true;
				logger.warn(
						"Listener of SMS notification '" + delivery.execution.getId() + "' has not returned for "
								+ Duration.between(delivery.since, Instant.now()).toSeconds() + " seconds",
						new Stack(thread));
			}
		}
	}

	private static final class Running {

		private final Execution execution;

		private final Instant since;

		private volatile @Nullable Thread thread;

		private volatile boolean warned;

		Running(Execution execution, Thread thread, Instant since) {
			this.execution = execution;
			this.thread = thread;
			this.since = since;
		}

	}

	/**
	 * Stack of the thread that runs a listener, for the log.
	 */
	private static final class Stack extends Exception {

		Stack(Thread thread) {
			super("Stack of thread '" + thread.getName() + "'", null, false, true);
			setStackTrace(thread.getStackTrace());
		}

	}

}
