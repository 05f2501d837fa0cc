package com.zonitel.sms.inbox.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import com.github.kagkarlsson.scheduler.task.Execution;
import org.jspecify.annotations.Nullable;

/**
 * Removes finished deliveries in groups: whoever comes while a group is being removed
 * waits, and the first of those removes the next group for all of them. So deliveries
 * need one connection for it, however many run at once, and share commits.
 */
class GroupRemoval {

	private final Function<List<Execution>, boolean[]> removal;

	private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

	private final Lock turn = new ReentrantLock();

	/**
	 * Create a new instance.
	 * @param removal what removes deliveries and tells which of them were there
	 */
	GroupRemoval(Function<List<Execution>, boolean[]> removal) {
		this.removal = removal;
	}

	/**
	 * Remove a delivery.
	 * @param execution the delivery
	 * @return whether it was there
	 * @throws RuntimeException if it could not be removed
	 */
	boolean remove(Execution execution) {
		Request request = new Request(execution);
		this.requests.add(request);
		this.turn.lock();
		try {
			if (!request.done) {
				removeAll();
			}
		}
		finally {
			this.turn.unlock();
		}
		return request.result();
	}

	private void removeAll() {
		List<Request> group = new ArrayList<>();
		Request next = this.requests.poll();
		while (next != null) {
			group.add(next);
			next = this.requests.poll();
		}
		try {
			boolean[] removed = this.removal.apply(group.stream().map((request) -> request.execution).toList());
			for (int i = 0; i < removed.length; i++) {
				group.get(i).removed = removed[i];
			}
		}
		catch (RuntimeException ex) {
			group.forEach((request) -> request.failure = ex);
		}
		catch (Error ex) {
			group.forEach((request) -> request.failure = new IllegalStateException(ex));
		}
		finally {
			group.forEach((request) -> request.done = true);
		}
	}

	/**
	 * Delivery to be removed; guarded by the turn.
	 */
	private static final class Request {

		private final Execution execution;

		private boolean done;

		private boolean removed;

		private @Nullable RuntimeException failure;

		Request(Execution execution) {
			this.execution = execution;
		}

		boolean result() {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.removed;
		}

	}

}
