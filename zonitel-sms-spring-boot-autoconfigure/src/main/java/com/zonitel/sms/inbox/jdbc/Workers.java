package com.zonitel.sms.inbox.jdbc;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that listeners run on, and the number of notifications to claim for them: a
 * tenth of a second's work ahead. So there are few claims while listeners are fast, and
 * no claimed notification waits while listeners are slow.
 */
class Workers extends ThreadPoolExecutor {

	private static final SafeLog logger = SafeLog.INSTANCE;

	static final int MAX_AHEAD = 200;

	private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

	/**
	 * What db-scheduler finds due in one search, at most, for each thread. Only what its
	 * last search has found counts: while listeners hang, the rest is discarded.
	 */
	private static final int MAX_FOUND_PER_THREAD = 3;

	private final AtomicInteger pending = new AtomicInteger();

	private final AtomicLong averageNanos = new AtomicLong(TimeUnit.SECONDS.toNanos(1));

	private final int concurrency;

	private final Runnable claim;

	private volatile boolean more;

	private volatile long mayClaimAheadFrom = System.nanoTime();

	/**
	 * Create a new instance.
	 * @param concurrency the number of threads
	 * @param threads the factory of threads
	 * @param claim has more notifications claimed
	 */
	Workers(int concurrency, ThreadFactory threads, Runnable claim) {
		super(concurrency, concurrency, 60, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_FOUND_PER_THREAD * concurrency + MAX_AHEAD), threads,
				new DiscardOldestPolicy());
		allowCoreThreadTimeOut(true);
		this.concurrency = concurrency;
		this.claim = claim;
	}

	@Override
	public void execute(Runnable delivery) {
		this.pending.incrementAndGet();
		try {
			super.execute(() -> {
				long begin = System.nanoTime();
				try {
					delivery.run();
				}
				catch (RuntimeException ex) {
					logger.debug("An SMS notification could not be claimed, and is found again", ex);
				}
				finally {
					returned(System.nanoTime() - begin);
				}
			});
		}
		catch (Throwable ex) {
			this.pending.decrementAndGet();
			throw ex;
		}
	}

	private void returned(long nanos) {
		this.averageNanos.accumulateAndGet(nanos, (average, latest) -> average + (latest - average) / 8);
		if (this.pending.decrementAndGet() < this.concurrency + ahead() / 2 && this.more) {
			this.claim.run();
		}
	}

	private int ahead() {
		if (System.nanoTime() - this.mayClaimAheadFrom < 0) {
			return 0;
		}
		return (int) Math.min(MAX_AHEAD, this.concurrency * AHEAD_NANOS / Math.max(1, this.averageNanos.get()));
	}

	int free() {
		return this.concurrency + ahead() - this.pending.get();
	}

	/**
	 * Claim nothing ahead for a while, since what was claimed ahead has waited for long.
	 */
	void pauseClaimingAhead() {
		this.mayClaimAheadFrom = System.nanoTime() + PAUSE_NANOS;
	}

	void setMore(boolean more) {
		this.more = more;
	}

}
