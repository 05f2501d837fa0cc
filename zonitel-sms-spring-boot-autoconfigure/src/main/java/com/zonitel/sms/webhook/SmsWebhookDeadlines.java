package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Deadlines of open receptions, and of connections that linger. One thread watches them
 * and only decides what is due. Answers are written by a bounded number of other threads,
 * since writing may block. An answer whose thread cannot be started, such as for lack of
 * memory, is tried again.
 */
final class SmsWebhookDeadlines {

	private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long IDLE_ROUND_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final int EMPTY_ROUNDS_UNTIL_IDLE = 20;

	private static final int MAX_THREADS = 32;

	private final Queue<SmsWebhookReception> receptions = new ConcurrentLinkedQueue<>();

	private final Set<SmsWebhookReception> expiring = ConcurrentHashMap.newKeySet();

	private final Queue<Lingering> lingering = new ConcurrentLinkedQueue<>();

	private final long acknowledgeWithinNanos;

	private final RefusalLog refusals;

	private final Executor executor;

	private final Thread watcher;

	private volatile DirectLane lane = new DirectLane(0, System::nanoTime);

	private volatile boolean idle;

	private volatile boolean closed;

	SmsWebhookDeadlines(Duration acknowledgeWithin, RefusalLog refusals) {
		this(acknowledgeWithin, refusals, createExecutor());
	}

	SmsWebhookDeadlines(Duration acknowledgeWithin, RefusalLog refusals, Executor executor) {
		this.acknowledgeWithinNanos = acknowledgeWithin.toNanos();
		this.refusals = refusals;
		this.executor = executor;
		this.watcher = new Thread(this::watch, "zonitel-sms-deadline");
		this.watcher.setDaemon(true);
	}

	private static ExecutorService createExecutor() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("zonitel-sms-answer-");
		threads.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	void start() {
		this.watcher.start();
	}

	void add(SmsWebhookReception reception) {
		this.receptions.add(reception);
		wakeUp();
	}

	/**
	 * Watch a reception whose request has a permit, until the permit is given back.
	 * @param reception the reception
	 * @param permit the permit
	 */
	void add(SmsWebhookReception reception, DirectLane.Permit permit) {
		permit.setReception(reception);
		wakeUp();
	}

	void watch(DirectLane lane) {
		this.lane = lane;
	}

	int heldThreads() {
		return this.lane.held();
	}

	void linger(Duration time, Runnable end) {
		if (this.closed) {
			end.run();
			return;
		}
		this.lingering.add(new Lingering(System.nanoTime() + time.toNanos(), end));
		wakeUp();
	}

	private void wakeUp() {
		if (this.idle) {
			this.idle = false;
			LockSupport.unpark(this.watcher);
		}
	}

	// the thread stays awake for a while, since waking it costs each new request
	private void watch() {
		int emptyRounds = 0;
		while (!this.closed) {
			boolean empty = false;
			try {
				empty = sweep();
			}
			catch (Throwable ex) {
				// most likely an OutOfMemoryError; the next round tries again
			}
			emptyRounds = empty ? emptyRounds + 1 : 0;
			if (emptyRounds < EMPTY_ROUNDS_UNTIL_IDLE) {
				LockSupport.parkNanos(this, ROUND_NANOS);
				continue;
			}
			this.idle = true;
			if (isEmpty()) {
				LockSupport.parkNanos(this, IDLE_ROUND_NANOS);
			}
			this.idle = false;
			emptyRounds = 0;
		}
	}

	private boolean sweep() {
		expire(System.nanoTime());
		end(System.nanoTime());
		if (this.refusals.isDue()) {
			this.executor.execute(this.refusals::writeDue);
		}
		return isEmpty();
	}

	private boolean isEmpty() {
		return this.receptions.isEmpty() && this.lingering.isEmpty() && this.lane.held() == 0;
	}

	// a reception stays until it is settled: an attempt to answer may fail
	private void expire(long now) {
		this.receptions.removeIf((reception) -> expire(reception, now));
		this.lane.forEach((reception) -> expire(reception, now));
	}

	private boolean expire(SmsWebhookReception reception, long now) {
		boolean settled = reception.isSettled();
		if (!settled && reception.isOlderThan(this.acknowledgeWithinNanos, now) && this.expiring.add(reception)) {
			start(reception);
		}
		return settled;
	}

	private void start(SmsWebhookReception reception) {
		boolean started = false;
		try {
			this.executor.execute(() -> expire(reception));
			started = true;
		}
		finally {
			if (!started) {
				this.expiring.remove(reception);
			}
		}
	}

	private void expire(SmsWebhookReception reception) {
		try {
			reception.expire();
		}
		finally {
			this.expiring.remove(reception);
		}
	}

	private void end(long now) {
		Lingering next = this.lingering.peek();
		while (next != null && now - next.endsAt() >= 0) {
			this.executor.execute(next.end());
			this.lingering.poll();
			next = this.lingering.peek();
		}
	}

	void close() {
		this.closed = true;
		LockSupport.unpark(this.watcher);
		for (Lingering next = this.lingering.poll(); next != null; next = this.lingering.poll()) {
			next.end().run();
		}
		if (this.executor instanceof ExecutorService service) {
			service.shutdown();
		}
	}

	/**
	 * Request whose connection stays open for a while.
	 *
	 * @param endsAt the time at which the request is to be ended, as
	 * {@link System#nanoTime()}
	 * @param end the task that ends the request
	 */
	private record Lingering(long endsAt, Runnable end) {

	}

}
