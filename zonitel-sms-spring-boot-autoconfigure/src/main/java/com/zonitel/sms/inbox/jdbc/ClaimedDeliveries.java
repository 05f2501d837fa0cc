package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.kagkarlsson.scheduler.task.Execution;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of this instance that are claimed and whose outcome is not yet stored. Warns
 * about those that have run for long.
 */
class ClaimedDeliveries {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private final Map<Execution, Claimed> deliveries = new IdentityHashMap<>();

	private boolean claimsAhead;

	private final Duration stuckAfter;

	ClaimedDeliveries(Duration stuckAfter) {
		this.stuckAfter = stuckAfter;
	}

	synchronized void claimed(List<Execution> executions) {
		this.claimsAhead = true;
		executions.forEach((execution) -> this.deliveries.put(execution, new Claimed()));
	}

	/**
	 * Note that a delivery begins on the current thread.
	 * @param execution the delivery
	 * @return {@code false} if it was given back while it waited for a worker
	 */
	synchronized boolean begin(Execution execution) {
		if (!this.claimsAhead) {
			this.deliveries.put(execution, new Claimed());
		}
		Claimed delivery = this.deliveries.get(execution);
		if (delivery == null || delivery.givenBack) {
			return false;
		}
		delivery.thread = Thread.currentThread();
		delivery.since = Instant.now();
		return true;
	}

	/**
	 * Take the deliveries that have waited for a worker too long.
	 * @param limit the time that they may wait
	 * @return the deliveries, which will not begin
	 */
	synchronized List<Execution> takeWaiting(Duration limit) {
		List<Execution> late = new ArrayList<>();
		this.deliveries.forEach((execution, delivery) -> {
			if (delivery.since == null && !delivery.givenBack
					&& System.nanoTime() - delivery.claimedAt >= limit.toNanos()) {
				delivery.givenBack = true;
				late.add(execution);
			}
		});
		return late;
	}

	/**
	 * Note that the outcome of a delivery is stored, or will never be.
	 * @param execution the delivery
	 */
	synchronized void finished(Execution execution) {
		this.deliveries.remove(execution);
	}

	synchronized void listenerReturned(Execution execution) {
		Claimed delivery = this.deliveries.get(execution);
		if (delivery != null) {
			delivery.thread = null;
		}
	}

	/**
	 * Return whether this instance has claimed the notification of a delivery.
	 * @param execution the delivery, as found in the table
	 * @return whether its outcome is still to be stored
	 */
	synchronized boolean contains(Execution execution) {
		return this.deliveries.keySet().stream().anyMatch((known) -> known.getId().equals(execution.getId()));
	}

	/**
	 * Return when the oldest of the deliveries that run began.
	 * @return the time, or {@code null} if there is none
	 */
	synchronized @Nullable Instant oldestSince() {
		return this.deliveries.values()
			.stream()
			.filter((delivery) -> delivery.thread != null)
			.map((delivery) -> delivery.since)
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	boolean hasRunFor(Duration time) {
		Instant oldest = oldestSince();
		return oldest != null && oldest.isBefore(Instant.now().minus(time));
	}

	synchronized int countStuck() {
		return (int) this.deliveries.values().stream().filter(this::isStuck).count();
	}

	private boolean isStuck(Claimed delivery) {
		return delivery.thread != null && delivery.since != null
				&& delivery.since.isBefore(Instant.now().minus(this.stuckAfter));
	}

	/**
	 * Warn, once each, of listeners that have not returned for long.
	 */
	synchronized void warnOfStuck() {
		this.deliveries.forEach((execution, delivery) -> {
			Thread thread = delivery.thread;
			if (thread != null && delivery.since != null && !delivery.warned && isStuck(delivery)) {
				delivery.warned = true;
				logger.warn(
						"Listener of SMS notification '" + execution.getId() + "' has not returned for "
								+ Duration.between(delivery.since, Instant.now()).toSeconds() + " seconds",
						new Stack(thread));
			}
		});
	}

	private static final class Claimed {

		private final long claimedAt = System.nanoTime();

		private @Nullable Instant since;

		private @Nullable Thread thread;

		private boolean givenBack;

		private boolean warned;

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
