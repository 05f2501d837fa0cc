package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.transaction.TransactionException;

/**
 * Writes notifications in groups: while one group is being committed the next one
 * gathers, so that many notifications share the wait for the disk. One writer at a time
 * is faster than several, which wait for each other in the database; one that is late is
 * replaced by another.
 */
class GroupCommit {

	private static final SafeLog logger = SafeLog.INSTANCE;

	/**
	 * Number of connections, unless writing is late.
	 */
	static final int CONNECTIONS = 1;

	static final int MAX_WRITERS = CONNECTIONS + 8;

	private static final int MAX_GROUP_SIZE = 200;

	private static final long SLOW_WRITE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long WARN_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final CompletionStage<Receipt> UNAVAILABLE = CompletableFuture.completedStage(Receipt.UNAVAILABLE);

	private final Function<List<SmsNotification>, Set<String>> store;

	private final Duration timeout;

	private final BlockingQueue<Entry> queue;

	private final List<Writer> writers = new CopyOnWriteArrayList<>();

	private final ExecutorService threads;

	private final AtomicLong nextLook = new AtomicLong(System.nanoTime());

	private long warnedAt = System.nanoTime() - WARN_AGAIN_NANOS;

	private volatile boolean closed;

	/**
	 * Create a new instance.
	 * @param store writes a group in one transaction and returns the identifiers of those
	 * that were seen before
	 * @param capacity the number of notifications that may wait at once
	 * @param timeout the time after which nobody waits for a receipt any more
	 */
	GroupCommit(Function<List<SmsNotification>, Set<String>> store, int capacity, Duration timeout) {
		this.store = store;
		this.timeout = timeout;
		this.queue = new LinkedBlockingQueue<>(capacity);
		CustomizableThreadFactory factory = new CustomizableThreadFactory("zonitel-sms-inbox-writer-");
		factory.setDaemon(true);
		this.threads = Executors.newCachedThreadPool(factory);
	}

	/**
	 * Have a notification written as soon as possible.
	 * @param notification the notification
	 * @return a stage that completes once it is committed, or cannot be
	 */
	CompletionStage<Receipt> submit(SmsNotification notification) {
		Entry entry = new Entry(notification, System.nanoTime() + this.timeout.toNanos());
		if (this.closed || !this.queue.offer(entry)) {
			return UNAVAILABLE;
		}
		startWriter();
		return (this.closed && this.queue.remove(entry)) ? UNAVAILABLE : entry;
	}

	private void startWriter() {
		boolean warn = false;
		if (lacksWriter()) {
			synchronized (this.writers) {
				if (!this.closed && lacksWriter() && !this.queue.isEmpty()) {
					warn = !this.writers.isEmpty() && System.nanoTime() - this.warnedAt > WARN_AGAIN_NANOS;
					this.warnedAt = warn ? System.nanoTime() : this.warnedAt;
					start(new Writer());
				}
			}
		}
		watch();
		if (warn) {
			logger.warn("Writing SMS notifications takes longer than " + this.timeout.dividedBy(4).toMillis()
					+ " ms: another connection is tried");
		}
	}

	private void start(Writer writer) {
		this.writers.add(writer);
		try {
			this.threads.execute(writer);
		}
		catch (Throwable ex) {
			this.writers.remove(writer);
			throw ex;
		}
	}

	/**
	 * Look again later whether those who wait need another writer.
	 */
	private void watch() {
		long now = System.nanoTime();
		long next = this.nextLook.get();
		long delay = this.timeout.toNanos() / 4;
		if (now - next >= 0 && !this.queue.isEmpty() && this.nextLook.compareAndSet(next, now + delay)) {
			CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, this.threads).execute(this::startWriter);
		}
	}

	/**
	 * Whether all writers are late, but no two of them recently.
	 */
	private boolean lacksWriter() {
		int recent = 0;
		for (Writer writer : this.writers) {
			if (!writer.isLate()) {
				return false;
			}
			recent += writer.isOverdue() ? 0 : 1;
		}
		return recent < 2 && this.writers.size() < MAX_WRITERS;
	}

	/**
	 * Refuse what comes from now on, and wait until the rest is written.
	 * @throws InterruptedException if the current thread is interrupted
	 */
	void close() throws InterruptedException {
		synchronized (this.writers) {
			this.closed = true;
		}
		this.threads.shutdown();
		try {
			this.threads.awaitTermination(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		finally {
			List<Entry> left = new ArrayList<>();
			this.queue.drainTo(left);
			left.forEach((entry) -> entry.complete(Receipt.UNAVAILABLE));
		}
	}

	private void write(List<Entry> entries) {
		List<Entry> group = withoutExpired(entries);
		try {
			Set<String> seen = group.isEmpty() ? Set.of()
					: this.store.apply(group.stream().map((entry) -> entry.notification).toList());
			group.forEach((entry) -> entry.complete(seen.contains(entry.id()) ? Receipt.DUPLICATE : Receipt.ACCEPTED));
		}
		catch (DataAccessResourceFailureException | TransactionException ex) {
			group.forEach((entry) -> entry.completeExceptionally(ex));
		}
		catch (Throwable ex) {
			if (group.size() > 1) {
				group.forEach((entry) -> write(List.of(entry)));
			}
			else {
				group.forEach((entry) -> entry.completeExceptionally(ex));
			}
		}
	}

	private static List<Entry> withoutExpired(List<Entry> entries) {
		entries.stream().filter(Entry::isExpired).forEach((entry) -> entry.complete(Receipt.UNAVAILABLE));
		return entries.stream().filter((entry) -> !entry.isDone()).toList();
	}

	/**
	 * Writes one group after the other, until none is left or it is late.
	 */
	private final class Writer implements Runnable {

		private volatile long begunAt = System.nanoTime();

		@Override
		public void run() {
			try {
				List<Entry> group = gather();
				while (!group.isEmpty()) {
					write(group);
					awaitOthers(group.size());
					group = (isLate() && !GroupCommit.this.closed) ? List.of() : gather();
				}
			}
			finally {
				GroupCommit.this.writers.remove(this);
				startWriter();
			}
		}

		/**
		 * Wait a moment after a slow write, so that callers who come again at once take
		 * part in the next one, and do not wait for the whole of it first.
		 * @param answered the number of callers who have their answer
		 */
		private void awaitOthers(int answered) {
			long took = System.nanoTime() - this.begunAt;
			if (answered > 1 && took > SLOW_WRITE_NANOS && GroupCommit.this.queue.size() < answered) {
				LockSupport.parkNanos(Math.min(took / 8, MAX_WAIT_NANOS));
			}
		}

		private List<Entry> gather() {
			this.begunAt = System.nanoTime();
			List<Entry> entries = new ArrayList<>();
			GroupCommit.this.queue.drainTo(entries, MAX_GROUP_SIZE);
			Map<String, Entry> group = new LinkedHashMap<>();
			entries.removeIf((entry) -> group.putIfAbsent(entry.id(), entry) == null);
			// what is left are duplicates, which wait for the next group to find them
			// seen
			entries.stream()
				.filter((duplicate) -> !GroupCommit.this.queue.offer(duplicate))
				.forEach((duplicate) -> duplicate.complete(Receipt.UNAVAILABLE));
			return List.copyOf(group.values());
		}

		/**
		 * Return whether the group takes so long that another connection is to be tried.
		 */
		boolean isLate() {
			return tookLongerThan(GroupCommit.this.timeout.toNanos() / 4);
		}

		/**
		 * Return whether the group takes so long that nobody waits for it any more.
		 */
		boolean isOverdue() {
			return tookLongerThan(GroupCommit.this.timeout.toNanos());
		}

		private boolean tookLongerThan(long nanos) {
			return System.nanoTime() - this.begunAt > nanos;
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

		boolean isExpired() {
			return System.nanoTime() - this.deadline >= 0;
		}

	}

}
