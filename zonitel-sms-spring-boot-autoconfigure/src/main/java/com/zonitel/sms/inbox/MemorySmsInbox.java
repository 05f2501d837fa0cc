package com.zonitel.sms.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import com.zonitel.sms.notification.SmsNotification;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
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
public class MemorySmsInbox implements DirectSmsInbox, SmartLifecycle, DisposableBean {

	private static final String THREAD_NAME_PREFIX = "zonitel-sms-";

	private static final int MAX_HANDLED = 100_000;

	private static final int MAX_LOGGED = 10;

	private static final Log logger = LogFactory.getLog(MemorySmsInbox.class);

	private static final CompletionStage<Receipt> DUPLICATE = CompletableFuture.completedStage(Receipt.DUPLICATE);

	private static final CompletionStage<Receipt> UNAVAILABLE = CompletableFuture.completedStage(Receipt.UNAVAILABLE);

	private final SmsEventPublisher publisher;

	private final int concurrency;

	private final int capacity;

	private final boolean virtualThreads;

	private final ConcurrentMap<String, MemoryDelivery> running = new ConcurrentHashMap<>();

	private final HandledNotifications handled;

	private final AtomicInteger pending = new AtomicInteger();

	/**
	 * Permits of notifications whose listeners run at once, on any thread.
	 */
	private final Semaphore places;

	private final AtomicReference<@Nullable Runnable> drained = new AtomicReference<>();

	private volatile @Nullable Executor executor;

	/**
	 * Create a new instance.
	 * @param publisher the publisher of events
	 * @param concurrency the number of notifications whose listeners run at once, unless
	 * threads are virtual
	 * @param capacity the number of notifications that may be pending at once
	 * @param deduplicationWindow the time for which a handled notification is remembered
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
		this.places = new Semaphore(virtualThreads ? Integer.MAX_VALUE : concurrency);
		this.handled = new HandledNotifications(MAX_HANDLED, deduplicationWindow, System::nanoTime);
	}

	@Override
	public int getMaxCallers() {
		return this.virtualThreads ? Integer.MAX_VALUE : this.concurrency;
	}

	@Override
	public CompletionStage<Receipt> accept(SmsNotification notification) {
		return take(notification, null);
	}

	@Override
	public CompletionStage<Receipt> accept(SmsNotification notification, Executor caller) {
		return take(notification, caller);
	}

	private CompletionStage<Receipt> take(SmsNotification notification, @Nullable Executor caller) {
		MemoryDelivery delivery = new MemoryDelivery(notification, this.handled.hash(notification.id()));
		MemoryDelivery first = this.running.putIfAbsent(delivery.id(), delivery);
		if (first != null) {
			return first.receiptForDuplicate();
		}
		if (this.handled.contains(delivery.hash())) {
			this.running.remove(delivery.id(), delivery);
			delivery.complete(Receipt.DUPLICATE);
			return DUPLICATE;
		}
		int pending = this.pending.incrementAndGet();
		Executor executor = this.executor;
		if (executor == null || pending > this.capacity) {
			finish(delivery, Receipt.UNAVAILABLE);
			return UNAVAILABLE;
		}
		if (caller != null && tryTakePlace(pending)) {
			caller.execute(() -> deliver(delivery));
			return delivery;
		}
		try {
			executor.execute(() -> {
				this.places.acquireUninterruptibly();
				deliver(delivery);
			});
		}
		catch (Throwable ex) {
			// the executor could not start a thread: the notification must not count as
			// a duplicate when it is sent again
			finish(delivery, Receipt.UNAVAILABLE);
			throw ex;
		}
		return delivery;
	}

	// a caller never overtakes a notification that waits for a place
	private boolean tryTakePlace(int pending) {
		return (this.virtualThreads || pending <= this.concurrency) && this.places.tryAcquire();
	}

	private void deliver(MemoryDelivery delivery) {
		Receipt receipt = Receipt.LISTENER_FAILED;
		try {
			this.publisher.publish(delivery.takeNotification());
			receipt = Receipt.ACCEPTED;
		}
		catch (Throwable ex) {
			logger.error("Listener failed for SMS notification '" + delivery.id() + "'", RedactedException.of(ex));
		}
		finally {
			// an interrupt that a listener leaves would close the connection of the
			// answer
			Thread.interrupted();
			this.places.release();
			finish(delivery, receipt);
		}
	}

	private void finish(MemoryDelivery delivery, Receipt receipt) {
		try {
			if (receipt == Receipt.ACCEPTED) {
				this.handled.add(delivery.hash());
			}
		}
		finally {
			this.running.remove(delivery.id(), delivery);
			// the count goes down before anybody can have the receipt
			int left = this.pending.decrementAndGet();
			delivery.complete(receipt);
			if (left == 0) {
				signalIfDrained();
			}
		}
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

	private @Nullable Instant oldestReceivedAt() {
		return this.running.values()
			.stream()
			.map(MemoryDelivery::receivedAt)
			.min(Comparator.naturalOrder())
			.orElse(null);
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

	/**
	 * Log the notifications whose listeners have not returned at shutdown.
	 */
	@Override
	public void destroy() {
		String left = this.running.keySet().stream().limit(MAX_LOGGED).collect(Collectors.joining("', '", "'", "'"));
		int count = this.pending.get();
		if (count > 0) {
			logger.error(count + " SMS notification(s) are lost if the process ends now: their listeners have not"
					+ " returned, and Zonitel may have been told 200 (" + left
					+ "). 'spring.lifecycle.timeout-per-shutdown-phase' is the time that they have; the inbox 'jdbc'"
					+ " would deliver them again");
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

}
