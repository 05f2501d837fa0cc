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
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.Assert;

/**
 * Writes notifications in groups: while one group is being committed the next one
 * gathers, so that many notifications share the wait for the disk, and none waits for
 * others that might come.
 */
class GroupCommit {

	private static final int WRITERS = 2;

	private static final int MAX_GROUP_SIZE = 100;

	private static final CompletionStage<Receipt> UNAVAILABLE = CompletableFuture.completedStage(Receipt.UNAVAILABLE);

	private final Store store;

	private final int capacity;

	private final Duration patience;

	private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final List<Thread> writers = new ArrayList<>();

	private volatile boolean closed;

	/**
	 * Create a new instance.
	 * @param store where groups are written to
	 * @param capacity the number of notifications that may wait at once
	 * @param patience the time after which nobody waits for a receipt any more
	 */
	GroupCommit(Store store, int capacity, Duration patience) {
		this.store = store;
		this.capacity = capacity;
		this.patience = patience;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("zonitel-sms-inbox-writer-");
		threads.setDaemon(true);
		for (int i = 0; i < WRITERS; i++) {
			this.writers.add(threads.newThread(this::writeUntilClosed));
		}
	}

	void start() {
		this.writers.forEach(Thread::start);
	}

	/**
	 * Write a notification as soon as possible.
	 * @param notification the notification
	 * @return a stage that completes once it is committed, or cannot be
	 */
	CompletionStage<Receipt> write(SmsNotification notification) {
		if (this.closed || this.waiting.get() >= this.capacity) {
			return UNAVAILABLE;
		}
		Entry entry = new Entry(notification, System.nanoTime() + this.patience.toNanos());
		this.waiting.incrementAndGet();
		this.queue.add(entry);
		return (this.closed && this.queue.remove(entry)) ? UNAVAILABLE : entry;
	}

	/**
	 * Refuse what comes from now on, and wait until the rest is written.
	 * @throws InterruptedException if the current thread is interrupted
	 */
	void close() throws InterruptedException {
		this.closed = true;
		this.writers.forEach((writer) -> this.queue.add(Entry.END));
		for (Thread writer : this.writers) {
			writer.join(this.patience.toMillis());
		}
		Entry left = this.queue.poll();
		while (left != null) {
			left.complete(Receipt.UNAVAILABLE);
			left = this.queue.poll();
		}
	}

	private void writeUntilClosed() {
		try {
			boolean open = true;
			while (open) {
				Map<String, Entry> group = new LinkedHashMap<>();
				open = gather(group);
				write(group.values());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean gather(Map<String, Entry> group) throws InterruptedException {
		Entry next = this.queue.take();
		while (next != null) {
			if (next == Entry.END) {
				return false;
			}
			this.waiting.decrementAndGet();
			Entry first = group.putIfAbsent(next.id(), next);
			if (first != null) {
				first.answerAsDuplicate(next);
			}
			next = (group.size() < MAX_GROUP_SIZE) ? this.queue.poll() : null;
		}
		return true;
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
	 * Write the group in one transaction. If that fails, then usually since some of it
	 * was seen before.
	 * @param group the group
	 * @return what remains to be written
	 */
	private List<Entry> tryWrite(List<Entry> group) {
		List<Entry> written = new ArrayList<>(group.size());
		Set<String> seen;
		try {
			seen = this.store.write(() -> {
				written.addAll(withoutExpired(group));
				return written.stream().map(Entry::notification).toList();
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
	 * Where groups of notifications are written to.
	 */
	interface Store {

		/**
		 * Write a group in one transaction.
		 * @param group what gives the group once there is a connection
		 * @return those of the group that were seen before, and are not written again
		 * @throws RuntimeException if nothing was written, as some were seen before or
		 * for another reason, or if it is not known whether it was
		 */
		Set<String> write(Group group);

		/**
		 * Find out which notifications are known.
		 * @param ids the identifiers of notifications
		 * @return those that are known
		 */
		Set<String> findSeen(Collection<String> ids);

	}

	/**
	 * Group of notifications.
	 */
	interface Group {

		/**
		 * Return the notifications that somebody still waits for.
		 * @return the notifications, each only once
		 */
		List<SmsNotification> notifications();

	}

	/**
	 * Notification that waits to be written, and the receipt for it.
	 */
	private static final class Entry extends CompletableFuture<Receipt> {

		static final Entry END = new Entry(null, 0);

		private final @Nullable SmsNotification notification;

		private final long deadline;

		Entry(@Nullable SmsNotification notification, long deadline) {
			this.notification = notification;
			this.deadline = deadline;
		}

		SmsNotification notification() {
			Assert.state(this.notification != null, "'notification' must not be null");
			return this.notification;
		}

		String id() {
			return notification().id();
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
