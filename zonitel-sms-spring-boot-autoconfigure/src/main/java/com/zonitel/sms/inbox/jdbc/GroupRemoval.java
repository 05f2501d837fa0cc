package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.github.kagkarlsson.scheduler.task.Execution;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Removes finished deliveries on a thread of its own, so that those that are finished
 * within a few milliseconds share a round trip and a commit, and no listener waits for
 * it. After a crash, that many are delivered again. Keeps trying while the database is
 * away: otherwise the notifications would be delivered again.
 */
class GroupRemoval {

	private static final Log logger = LogFactory.getLog(JdbcSmsInbox.class);

	private static final long RETRY_MILLIS = 500;

	private static final long GATHER_MILLIS = 5;

	private static final int MAX_GROUP_SIZE = 200;

	private static final Execution END = new Execution(null, null);

	private final UnaryOperator<List<Execution>> removal;

	private final Consumer<Execution> lost;

	private final BlockingQueue<Execution> queue = new LinkedBlockingQueue<>();

	private final Set<String> pending = ConcurrentHashMap.newKeySet();

	private final Thread thread;

	private boolean failing;

	private volatile boolean closed;

	/**
	 * Create a new instance.
	 * @param removal what removes deliveries and returns those that this instance did not
	 * hold any more
	 * @param lost what is told about the latter
	 */
	GroupRemoval(UnaryOperator<List<Execution>> removal, Consumer<Execution> lost) {
		this.removal = removal;
		this.lost = lost;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("zonitel-sms-inbox-remover-");
		threads.setDaemon(true);
		this.thread = threads.newThread(this::removeUntilClosed);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Remove a delivery soon.
	 * @param execution the delivery
	 */
	void remove(Execution execution) {
		if (this.closed) {
			this.removal.apply(List.of(execution)).forEach(this.lost);
			return;
		}
		this.pending.add(execution.getId());
		this.queue.add(execution);
	}

	/**
	 * Return whether a delivery is finished and still to be removed.
	 * @param execution the delivery
	 * @return whether it will be removed
	 */
	boolean isPending(Execution execution) {
		return this.pending.contains(execution.getId());
	}

	/**
	 * Remove what is left.
	 * @param patience the time to wait for it
	 * @throws InterruptedException if the current thread is interrupted
	 */
	void close(Duration patience) throws InterruptedException {
		this.closed = true;
		this.queue.add(END);
		this.thread.join(patience.toMillis());
	}

	private void removeUntilClosed() {
		try {
			boolean open = true;
			while (open) {
				List<Execution> group = new ArrayList<>();
				group.add(this.queue.take());
				Thread.sleep(GATHER_MILLIS);
				this.queue.drainTo(group, MAX_GROUP_SIZE - 1);
				open = !group.remove(END);
				while (!group.isEmpty() && !tryRemove(group)) {
					if (this.closed) {
						logger.warn(group.size() + " SMS notification(s) were delivered but could not be removed from"
								+ " the database, so that listeners will see them again");
						return;
					}
					Thread.sleep(RETRY_MILLIS);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean tryRemove(List<Execution> group) {
		try {
			this.removal.apply(group).forEach(this.lost);
			group.forEach((execution) -> this.pending.remove(execution.getId()));
			this.failing = false;
			return true;
		}
		catch (Throwable ex) {
			if (!this.failing) {
				logger.warn("Delivered SMS notifications cannot be removed from the database. It is tried until they"
						+ " can; if the process ends before, listeners will see them again", ex);
			}
			this.failing = true;
			return false;
		}
	}

}
