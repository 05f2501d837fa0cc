package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;

/**
 * Hands notifications to db-scheduler as soon as they are committed. While this instance
 * has idle workers and knows of nothing that has waited longer, it stores as many as it
 * has workers for as claimed by itself, and saves looking for them and claiming them. For
 * everybody else they are like any other delivery that it has claimed.
 */
class Handover extends PostgreSqlJdbcCustomization {

	private final int workers;

	private final IntSupplier busy;

	private final long lookInterval;

	private final Queue<Execution> ready = new ConcurrentLinkedQueue<>();

	private final AtomicInteger reserved = new AtomicInteger();

	private volatile boolean lookRequested;

	private volatile boolean backlog;

	private volatile long lastLook = System.nanoTime();

	/**
	 * Create a new instance.
	 * @param workers the number of workers
	 * @param busy what tells how many of them are busy
	 * @param pollingInterval the interval at which the table is looked at in any case
	 */
	Handover(int workers, IntSupplier busy, Duration pollingInterval) {
		super(false, false);
		this.workers = workers;
		this.busy = busy;
		this.lookInterval = pollingInterval.toNanos() / 2;
	}

	/**
	 * Reserve idle workers. Each has to be followed by {@link #add} or {@link #release}.
	 * @param wanted the number of notifications to be stored
	 * @return how many of them may be stored as claimed
	 */
	int reserve(int wanted) {
		int idle = this.backlog ? 0 : this.workers - this.busy.getAsInt() - this.reserved.get();
		int granted = Math.max(0, Math.min(wanted, idle));
		this.reserved.addAndGet(granted);
		return granted;
	}

	void release(int count) {
		this.reserved.addAndGet(-count);
	}

	void add(Execution execution) {
		this.ready.add(execution);
	}

	boolean holds(Execution execution) {
		return this.ready.stream().anyMatch((held) -> held.getId().equals(execution.getId()));
	}

	/**
	 * Take those back that found no worker.
	 * @param addedBefore the time before which they were added
	 * @return the deliveries, which are still claimed
	 */
	List<Execution> takeBack(Instant addedBefore) {
		List<Execution> left = new ArrayList<>();
		Execution next = this.ready.peek();
		while (next != null && next.lastHeartbeat.isBefore(addedBefore)) {
			if (this.ready.remove(next)) {
				release(1);
				left.add(next);
			}
			next = this.ready.peek();
		}
		return left;
	}

	/**
	 * Have the table looked at the next time that deliveries are asked for.
	 */
	void requestLook() {
		this.lookRequested = true;
	}

	@Override
	public List<Execution> lockAndFetchSingleStatement(JdbcTaskRepositoryContext context, Instant now, int limit,
			boolean orderByPriority) {
		List<Execution> executions = new ArrayList<>(limit);
		Execution next = this.ready.poll();
		while (next != null) {
			release(1);
			executions.add(next);
			next = (executions.size() < limit) ? this.ready.poll() : null;
		}
		int wanted = limit - executions.size();
		if (wanted > 0 && isLookDue()) {
			try {
				List<Execution> claimed = look(context, now, wanted, orderByPriority);
				executions.addAll(claimed);
			}
			catch (RuntimeException ex) {
				requestLook();
				if (executions.isEmpty()) {
					throw ex;
				}
			}
		}
		return executions;
	}

	private boolean isLookDue() {
		return this.lookRequested || this.backlog || System.nanoTime() - this.lastLook >= this.lookInterval;
	}

	private List<Execution> look(JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
		this.lookRequested = false;
		this.lastLook = System.nanoTime();
		List<Execution> claimed = super.lockAndFetchSingleStatement(context, now, limit, orderByPriority);
		this.backlog = claimed.size() == limit;
		return claimed;
	}

}
