package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import com.github.kagkarlsson.scheduler.task.Execution;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Stores the outcomes of deliveries on a thread of its own, so that removals of
 * deliveries that finish within a few milliseconds of each other share a round trip and a
 * commit, and no worker waits for the database. An outcome that cannot be stored is tried
 * again for ten minutes: otherwise the notification would be delivered again.
 */
class OutcomeWriter {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final long RETRY_MILLIS = 500;

	private static final long GATHER_MILLIS = 5;

	private static final int MAX_GROUP_SIZE = 500;

	private static final Duration FAILING_AFTER = Duration.ofSeconds(5);

	private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);

	private final NotificationTable table;

	private final ClaimedDeliveries claimed;

	private final BlockingQueue<Outcome> queue = new LinkedBlockingQueue<>();

	private final Thread thread;

	private volatile @Nullable Instant failedAt;

	private volatile boolean closed;

	private volatile boolean abandoned;

	OutcomeWriter(NotificationTable table, ClaimedDeliveries claimed) {
		this.table = table;
		this.claimed = claimed;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("zonitel-sms-inbox-outcomes-");
		threads.setDaemon(true);
		this.thread = threads.newThread(this::storeUntilClosed);
	}

	void start() {
		this.thread.start();
	}

	void remove(Execution execution) {
		this.queue.add(new Outcome(execution, null, System.nanoTime()));
	}

	/**
	 * Store the outcome of a delivery soon.
	 * @param execution the delivery
	 * @param update the statement, which returns {@code false} if the lease is lost
	 */
	void store(Execution execution, BooleanSupplier update) {
		this.queue.add(new Outcome(execution, update, System.nanoTime()));
	}

	/**
	 * Tell that the outcome of a delivery is no longer ours to store.
	 * @param execution the delivery
	 */
	void leaseLost(Execution execution) {
		this.claimed.finished(execution);
		logger.warn("SMS notification '" + execution.getId()
				+ "' was taken over by another instance meanwhile, so that listeners may see it again");
	}

	/**
	 * Store the outcomes that are left.
	 * @param timeout the time to wait for it
	 * @throws InterruptedException if the current thread is interrupted
	 */
	void close(Duration timeout) throws InterruptedException {
		this.closed = true;
		try {
			this.thread.join(timeout.toMillis());
		}
		finally {
			this.abandoned = true;
		}
		this.thread.join(2 * RETRY_MILLIS);
	}

	boolean isFailing() {
		Instant failedAt = this.failedAt;
		return failedAt != null && failedAt.isBefore(Instant.now().minus(FAILING_AFTER));
	}

	private void storeUntilClosed() {
		List<Outcome> group = new ArrayList<>(MAX_GROUP_SIZE);
		try {
			while (!this.closed || (!(group.isEmpty() && this.queue.isEmpty()) && !this.abandoned)) {
				storeNext(group);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		int left = group.size() + this.queue.size();
		if (left > 0) {
			logger.warn(left + " outcome(s) of deliveries could not be stored in the database before the end, so that"
					+ " listeners will see these SMS notifications again");
		}
	}

	private void storeNext(List<Outcome> group) throws InterruptedException {
		try {
			gather(group);
			List<Outcome> left = store(group);
			this.queue.addAll(left);
			group.clear();
			if (!left.isEmpty()) {
				Thread.sleep(RETRY_MILLIS);
			}
		}
		catch (Error ex) {
			// such as for lack of memory, which a line of the log may need as well
			Thread.sleep(RETRY_MILLIS);
		}
	}

	private void gather(List<Outcome> group) throws InterruptedException {
		Outcome first = this.queue.poll(group.isEmpty() ? 100 : 0, TimeUnit.MILLISECONDS);
		if (first != null) {
			group.add(first);
			Thread.sleep(GATHER_MILLIS);
			this.queue.drainTo(group, MAX_GROUP_SIZE - group.size());
		}
	}

	/**
	 * Store outcomes.
	 * @param outcomes the outcomes
	 * @return those that are to be tried again
	 */
	private List<Outcome> store(List<Outcome> outcomes) {
		List<Outcome> again = new ArrayList<>();
		outcomes.stream()
			.filter((outcome) -> outcome.update == null)
			.collect(Collectors.groupingBy((outcome) -> outcome.execution.version))
			.forEach((version, removals) -> again.addAll(attempt(removals, () -> remove(version, removals))));
		for (Outcome outcome : outcomes) {
			BooleanSupplier update = outcome.update;
			if (update != null) {
				again.addAll(attempt(List.of(outcome), () -> finished(outcome.execution, update.getAsBoolean())));
			}
		}
		this.failedAt = again.isEmpty() ? null : this.failedAt;
		return again;
	}

	private List<Outcome> attempt(List<Outcome> outcomes, Runnable statement) {
		try {
			statement.run();
			return List.of();
		}
		catch (Throwable ex) {
			return failed(outcomes, ex);
		}
	}

	private void remove(long version, List<Outcome> removals) {
		List<Execution> executions = removals.stream().map(Outcome::execution).toList();
		Set<Execution> lost = new HashSet<>(this.table.remove(version, executions));
		executions.forEach((execution) -> finished(execution, !lost.contains(execution)));
	}

	private void finished(Execution execution, boolean held) {
		if (held) {
			this.claimed.finished(execution);
		}
		else {
			leaseLost(execution);
		}
	}

	private List<Outcome> failed(List<Outcome> outcomes, Throwable cause) {
		if (this.failedAt == null) {
			this.failedAt = Instant.now();
			logger.warn("Outcomes of deliveries cannot be stored in the database. They are tried again for "
					+ GIVE_UP_AFTER.toMinutes() + " minutes; afterwards listeners will see the SMS notifications again",
					cause);
		}
		List<Outcome> again = new ArrayList<>();
		for (Outcome outcome : outcomes) {
			if (System.nanoTime() - outcome.since < GIVE_UP_AFTER.toNanos()) {
				again.add(outcome);
			}
			else {
				this.claimed.finished(outcome.execution);
				logger.error("The outcome of delivering SMS notification '" + outcome.execution.getId()
						+ "' could not be stored for " + GIVE_UP_AFTER.toMinutes() + " minutes", cause);
			}
		}
		return again;
	}

	/**
	 * Outcome of a delivery.
	 *
	 * @param execution the delivery
	 * @param update the statement that stores it, or {@code null} for a removal
	 * @param since the time of the outcome in nanoseconds
	 */
	private record Outcome(Execution execution, @Nullable BooleanSupplier update, long since) {

	}

}
