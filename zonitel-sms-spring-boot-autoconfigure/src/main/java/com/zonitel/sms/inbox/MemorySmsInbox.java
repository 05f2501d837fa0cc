package com.zonitel.sms.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.zonitel.sms.notification.SmsNotification;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.Assert;

/**
 * {@link SmsInbox} that keeps notifications in memory until the listeners have returned.
 * A notification that was acknowledged at the deadline, while its listeners still ran, is
 * lost if the process dies.
 *
 * @since 0.1.0
 */
public class MemorySmsInbox implements SmsInbox, SmartLifecycle {

	private static final String THREAD_NAME_PREFIX = "zonitel-sms-";

	private static final int MAX_REMEMBERED = 100_000;

	private static final int FORGOTTEN_AT_ONCE = 1_000;

	private static final Log logger = LogFactory.getLog(MemorySmsInbox.class);

	private static final CompletionStage<Receipt> DUPLICATE = CompletableFuture.completedStage(Receipt.DUPLICATE);

	private static final CompletionStage<Receipt> UNAVAILABLE = CompletableFuture.completedStage(Receipt.UNAVAILABLE);

	private final SmsEventPublisher publisher;

	private final int concurrency;

	private final int capacity;

	private final boolean virtualThreads;

	private final Cache<String, Delivery> remembered;

	private final AtomicInteger pending = new AtomicInteger();

	private final AtomicReference<@Nullable Runnable> drained = new AtomicReference<>();

	private volatile @Nullable Executor executor;

	/**
	 * Create a new instance.
	 * @param publisher the publisher of events
	 * @param concurrency the number of threads that run listeners, unless they are
	 * virtual
	 * @param capacity the number of notifications that may be pending at once
	 * @param deduplicationWindow how long a handled notification is remembered
	 * @param virtualThreads whether each notification is delivered on a virtual thread of
	 * its own
	 */
	public MemorySmsInbox(SmsEventPublisher publisher, int concurrency, int capacity, Duration deduplicationWindow,
			boolean virtualThreads) {
		Assert.isTrue(concurrency > 0, "'concurrency' must be positive");
		Assert.isTrue(capacity > 0, "'capacity' must be positive");
		this.publisher = publisher;
		this.concurrency = concurrency;
		this.capacity = capacity;
		this.virtualThreads = virtualThreads;
		this.remembered = Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(deduplicationWindow).build();
	}

	@Override
	public CompletionStage<Receipt> accept(SmsNotification notification) {
		Delivery delivery = new Delivery(notification);
		Delivery known = this.remembered.asMap().putIfAbsent(notification.id(), delivery);
		if (known != null) {
			return known.receiptForDuplicate();
		}
		if (this.remembered.estimatedSize() > MAX_REMEMBERED) {
			forgetOldest();
		}
		int position = this.pending.incrementAndGet();
		Executor executor = this.executor;
		if (executor == null || position > this.capacity) {
			delivery.finish(Receipt.UNAVAILABLE);
			return UNAVAILABLE;
		}
		try {
			executor.execute(delivery);
		}
		catch (Throwable ex) {
			// no thread could be started: remembered, it would be acknowledged when it
			// comes again
			delivery.finish(Receipt.UNAVAILABLE);
			throw ex;
		}
		return delivery;
	}

	// a maximum size would have the cache drop the newest, as nothing is asked for twice
	private void forgetOldest() {
		this.remembered.policy()
			.expireAfterWrite()
			.ifPresent((policy) -> policy.oldest(FORGOTTEN_AT_ONCE).values().forEach((delivery) -> {
				if (delivery.isDone()) {
					delivery.forget();
				}
			}));
	}

	@Override
	public Receipt receiptAtDeadline() {
		return Receipt.ACCEPTED;
	}

	@Override
	public SmsInboxStatus status() {
		int pending = this.pending.get();
		return new SmsInboxStatus(pending, (pending > 0) ? oldestReceivedAt() : null, 0);
	}

	// looked for only when asked, so that a delivery pays nothing for it
	private @Nullable Instant oldestReceivedAt() {
		long oldest = Long.MAX_VALUE;
		for (Delivery delivery : this.remembered.asMap().values()) {
			if (!delivery.isDone() && delivery.receivedAt < oldest) {
				oldest = delivery.receivedAt;
			}
		}
		return (oldest != Long.MAX_VALUE) ? Instant.ofEpochMilli(oldest) : null;
	}

	@Override
	public void start() {
		if (this.executor == null) {
			this.executor = createExecutor();
		}
	}

	private Executor createExecutor() {
		if (this.virtualThreads) {
			return new VirtualThreadTaskExecutor(THREAD_NAME_PREFIX);
		}
		ThreadPoolExecutor executor = new ThreadPoolExecutor(this.concurrency, this.concurrency, 60, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), new CustomizableThreadFactory(THREAD_NAME_PREFIX));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		Executor executor = this.executor;
		this.executor = null;
		this.drained.set(() -> {
			if (executor instanceof ExecutorService service) {
				service.shutdown();
			}
			callback.run();
		});
		int waiting = this.pending.get();
		if (waiting > 0) {
			logger.info("Waiting for the listeners of " + waiting + " SMS notification(s)");
		}
		signalIfDrained();
	}

	private void signalIfDrained() {
		if (this.pending.get() == 0) {
			Runnable callback = this.drained.getAndSet(null);
			if (callback != null) {
				callback.run();
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public int getPhase() {
		return LIFECYCLE_PHASE;
	}

	/**
	 * Delivery of one notification to the listeners; stays as the memory of it.
	 */
	private final class Delivery extends CompletableFuture<Receipt> implements Runnable {

		private @Nullable SmsNotification notification;

		private final String id;

		private final long receivedAt;

		Delivery(SmsNotification notification) {
			this.notification = notification;
			this.id = notification.id();
			this.receivedAt = notification.receivedAt().toEpochMilli();
		}

		CompletionStage<Receipt> receiptForDuplicate() {
			if (isDone()) {
				return (join() == Receipt.ACCEPTED) ? DUPLICATE : this;
			}
			return thenApply((receipt) -> (receipt == Receipt.ACCEPTED) ? Receipt.DUPLICATE : receipt);
		}

		@Override
		public void run() {
			SmsNotification notification = this.notification;
			Assert.state(notification != null, "already delivered");
			this.notification = null;
			try {
				MemorySmsInbox.this.publisher.publish(notification);
				finish(Receipt.ACCEPTED);
			}
			catch (Throwable ex) {
				logger.error("Listener failed for SMS notification '" + this.id + "'", RedactedException.of(ex));
				finish(Receipt.LISTENER_FAILED);
			}
		}

		void forget() {
			MemorySmsInbox.this.remembered.asMap().remove(this.id, this);
		}

		void finish(Receipt receipt) {
			if (receipt != Receipt.ACCEPTED) {
				forget();
			}
			// before the answer, so that who has that never finds it pending
			int left = MemorySmsInbox.this.pending.decrementAndGet();
			complete(receipt);
			if (left == 0) {
				signalIfDrained();
			}
		}

	}

}
