package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Writes notifications in groups: while one group is being committed the next one
 * gathers, so that many notifications share the wait for the disk, and none waits for
 * others that might come. A writer that does not return in time is replaced.
 */
class GroupCommit {

	private static final Log logger = LogFactory.getLog(JdbcSmsInbox.class);

	/**
	 * Number of writers, each of which uses one connection.
	 */
	static final int WRITERS = 2;

	private static final int MAX_REPLACED_WRITERS = 8;

	private static final int MAX_GROUP_SIZE = 100;

	private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

	private static final CompletionStage<Receipt> UNAVAILABLE = CompletableFuture.completedStage(Receipt.UNAVAILABLE);

	private final Store store;

	private final int capacity;

	private final Duration timeout;

	private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final CustomizableThreadFactory threads = new CustomizableThreadFactory("zonitel-sms-inbox-writer-");

	private final List<Writer> writers = new ArrayList<>();

	private final AtomicInteger replacedWriters = new AtomicInteger();

	private final AtomicLong watchedAt = new AtomicLong(System.nanoTime());

	private volatile boolean closed;

	/**
	 * Create a new instance.
	 * @param store the store that groups are written to
	 * @param capacity the number of notifications that may wait at once
	 * @param timeout the time after which nobody waits for a receipt any more
	 */
	GroupCommit(Store store, int capacity, Duration timeout) {
		this.store = store;
		this.capacity = capacity;
		this.timeout = timeout;
		this.threads.setDaemon(true);
	}

	synchronized void start() {
		for (int i = 0; i < WRITERS; i++) {
			this.writers.add(startWriter());
		}
	}

	private Writer startWriter() {
		Writer writer = new Writer();
		Thread thread = this.threads.newThread(writer);
		writer.thread = thread;
		thread.start();
		return writer;
	}

	/**
	 * Write a notification as soon as possible.
	 * @param notification the notification
	 * @return a stage that completes once it is committed, or cannot be
	 */
	CompletionStage<Receipt> write(SmsNotification notification) {
		replaceStuckWriters();
		if (this.closed || this.waiting.get() >= this.capacity) {
			return UNAVAILABLE;
		}
		Entry entry = new Entry(notification, System.nanoTime() + this.timeout.toNanos());
		this.waiting.incrementAndGet();
		this.queue.add(entry);
		return (this.closed && this.queue.remove(entry)) ? UNAVAILABLE : entry;
	}

	private void replaceStuckWriters() {
		long now = System.nanoTime();
		long before = this.watchedAt.get();
		if (now - before < WATCH_INTERVAL.toNanos() || !this.watchedAt.compareAndSet(before, now)) {
			return;
		}
		synchronized (this) {
			for (int i = 0; i < this.writers.size() && !this.closed; i++) {
				Writer writer = this.writers.get(i);
				if (writer.isStuck() && this.replacedWriters.get() < MAX_REPLACED_WRITERS) {
					logger.warn("Writing SMS notifications has taken " + this.timeout.toMillis()
							+ " ms: another connection is tried");
					this.replacedWriters.incrementAndGet();
					writer.replaced = true;
					this.writers.set(i, startWriter());
				}
			}
		}
	}

	/**
	 * Refuse what comes from now on, and wait until the rest is written.
	 * @throws InterruptedException if the current thread is interrupted
	 */
	void close() throws InterruptedException {
		this.closed = true;
		List<Writer> last;
		synchronized (this) {
			last = List.copyOf(this.writers);
		}
		for (Writer writer : last) {
			writer.thread.join(this.timeout.toMillis());
		}
		Entry left = this.queue.poll();
		while (left != null) {
			left.complete(Receipt.UNAVAILABLE);
			left = this.queue.poll();
		}
	}

	private void write(Collection<Entry> group) {
		List<Entry> rest = withoutExpired(group);
		try {
			while (!rest.isEmpty()) {
				rest = tryWrite(rest);
			}
		}
		catch (Throwable ex) {
			rest.forEach((entry) -> entry.completeExceptionally(ex));
		}
	}

	/**
	 * Write the group in one transaction. If that fails, then often since another
	 * instance has written some of it meanwhile.
	 * @param group the group
	 * @return what remains to be written
	 */
	private List<Entry> tryWrite(List<Entry> group) {
		List<Entry> written = new ArrayList<>(group.size());
		Set<String> seen;
		try {
			seen = this.store.write(() -> {
				written.addAll(withoutExpired(group));
				return written.stream().map((entry) -> entry.notification).toList();
			});
		}
		catch (RuntimeException ex) {
			return withoutSeen(group, ex);
		}
		written.forEach((entry) -> entry.complete(seen.contains(entry.id()) ? Receipt.DUPLICATE : Receipt.ACCEPTED));
		return List.of();
	}

	private List<Entry> withoutSeen(List<Entry> group, RuntimeException cause) {
		Set<String> seen = this.store.findSeen(group.stream().map(Entry::id).toList());
		List<Entry> unseen = new ArrayList<>(group.size());
		for (Entry entry : group) {
			if (seen.contains(entry.id())) {
				entry.complete(Receipt.DUPLICATE);
			}
			else {
				unseen.add(entry);
			}
		}
		if (unseen.size() == group.size()) {
			if (group.size() == 1) {
				throw cause;
			}
			unseen.forEach((entry) -> write(List.of(entry)));
			return List.of();
		}
		return withoutExpired(unseen);
	}

	private static List<Entry> withoutExpired(Collection<Entry> entries) {
		long now = System.nanoTime();
		List<Entry> live = new ArrayList<>(entries.size());
		for (Entry entry : entries) {
			if (now - entry.deadline < 0) {
				live.add(entry);
			}
			else {
				entry.complete(Receipt.UNAVAILABLE);
			}
		}
		return live;
	}

	/**
	 * Store that groups of notifications are written to.
	 */
	interface Store {

		/**
		 * Write a group in one transaction.
		 * @param group supplies the group once there is a connection, each notification
		 * only once
		 * @return the identifiers of those that were seen before, and are not written
		 * again
		 * @throws RuntimeException if nothing was written, as some were seen before or
		 * for another reason, or if it is not known whether it was
		 */
		Set<String> write(Supplier<List<SmsNotification>> group);

		/**
		 * Find out which notifications are known.
		 * @param ids the identifiers of notifications
		 * @return those that are known
		 */
		Set<String> findSeen(Collection<String> ids);

	}

	/**
	 * Thread that writes one group after the other.
	 */
	private final class Writer implements Runnable {

		private Thread thread = Thread.currentThread();

		private volatile long writingSince;

		private volatile boolean writing;

		private volatile boolean replaced;

		@Override
		public void run() {
			try {
				Map<String, Entry> group = gather();
				while (!this.replaced && !(group.isEmpty() && GroupCommit.this.closed)) {
					this.writingSince = System.nanoTime();
					this.writing = true;
					write(group.values());
					this.writing = false;
					group = this.replaced ? Map.of() : gather();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (this.replaced) {
				GroupCommit.this.replacedWriters.decrementAndGet();
			}
		}

		private Map<String, Entry> gather() throws InterruptedException {
			Map<String, Entry> group = new LinkedHashMap<>();
			Entry next = GroupCommit.this.queue.poll(100, TimeUnit.MILLISECONDS);
			while (next != null) {
				GroupCommit.this.waiting.decrementAndGet();
				Entry first = group.putIfAbsent(next.id(), next);
				if (first != null) {
					first.answerAsDuplicate(next);
				}
				next = (group.size() < MAX_GROUP_SIZE) ? GroupCommit.this.queue.poll() : null;
			}
			return group;
		}

		boolean isStuck() {
			return this.writing && System.nanoTime() - this.writingSince > GroupCommit.this.timeout.toNanos();
		}

	}

	/**
	 * Notification that waits to be written, and the receipt for it.
	 */
	private static final class Entry extends CompletableFuture<Receipt> {

		private final SmsNotification notification;

		private final long deadline;

		Entry(SmsNotification notification, long deadline) {
			this.notification = notification;
			this.deadline = deadline;
		}

		String id() {
			return this.notification.id();
		}

		void answerAsDuplicate(Entry duplicate) {
			whenComplete((receipt, ex) -> {
				if (ex != null) {
					duplicate.completeExceptionally(ex);
				}
				else {
					duplicate.complete((receipt == Receipt.ACCEPTED) ? Receipt.DUPLICATE : receipt);
				}
			});
		}

	}

}
