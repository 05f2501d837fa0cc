package com.zonitel.sms.webhook;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Permits for requests that are read, and whose listeners run, on the server's own
 * thread. Their number is fixed. None is given for a while after a slow request, nor
 * while the holders of permits do not return.
 *
 * @since 0.1.0
 */
public final class DirectLane {

	private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Permit[] permits;

	private final LongSupplier nanoTime;

	private final AtomicInteger held = new AtomicInteger();

	private volatile long opensAt;

	private volatile long lastReturnAt;

	private volatile long pausedAt;

	/**
	 * Length of the next pause: doubled by each one, and reset by a request that was
	 * quick.
	 */
	private volatile long pauseNanos = MIN_PAUSE_NANOS;

	DirectLane(int permits, LongSupplier nanoTime) {
		this.permits = IntStream.range(0, permits).mapToObj((i) -> new Permit()).toArray(Permit[]::new);
		this.nanoTime = nanoTime;
		this.opensAt = nanoTime.getAsLong();
		this.lastReturnAt = this.opensAt;
		this.pausedAt = this.opensAt;
	}

	/**
	 * Take a permit, for the current thread.
	 * @return the permit, or {@code null} if none is given now
	 */
	public @Nullable Permit tryEnter() {
		if (this.permits.length == 0) {
			return null;
		}
		long now = this.nanoTime.getAsLong();
		if (!isOpen(now) || isStuck(now)) {
			return null;
		}
		int held = this.held.incrementAndGet();
		Permit permit = (held <= this.permits.length) ? take() : null;
		if (permit == null) {
			this.held.decrementAndGet();
			return null;
		}
		if (held == 1) {
			this.lastReturnAt = now;
		}
		permit.enteredAt = now;
		return permit;
	}

	boolean isOpen(long now) {
		return now - this.opensAt >= 0;
	}

	private boolean isStuck(long now) {
		boolean stuck = this.held.get() > 0 && now - this.lastReturnAt > SLOW_NANOS;
		if (stuck) {
			pause(now);
		}
		return stuck;
	}

	private @Nullable Permit take() {
		int start = Thread.currentThread().hashCode() & Integer.MAX_VALUE;
		for (int i = 0; i < this.permits.length; i++) {
			Permit permit = this.permits[(start % this.permits.length + i) % this.permits.length];
			if (!permit.taken.get() && permit.taken.compareAndSet(false, true)) {
				return permit;
			}
		}
		return null;
	}

	private void pause(long now) {
		this.pausedAt = now;
		long pause = Math.min(this.pauseNanos * 2, MAX_PAUSE_NANOS);
		this.pauseNanos = pause;
		this.opensAt = now + pause;
		this.lastReturnAt = now + pause;
	}

	private void returned(long enteredAt) {
		long now = this.nanoTime.getAsLong();
		if (now - enteredAt > SLOW_NANOS) {
			// what one stall has held up is one reason to pause, not many
			if (enteredAt - this.pausedAt >= 0) {
				pause(now);
			}
			return;
		}
		this.lastReturnAt = now;
		if (this.pauseNanos != MIN_PAUSE_NANOS) {
			this.pauseNanos = MIN_PAUSE_NANOS;
		}
	}

	/**
	 * Return how many permits are held, each by one thread of the server.
	 * @return the number of permits
	 */
	int held() {
		return this.held.get();
	}

	void forEach(Consumer<SmsWebhookReception> action) {
		if (this.held.get() == 0) {
			return;
		}
		for (Permit permit : this.permits) {
			SmsWebhookReception reception = permit.reception;
			if (reception != null) {
				action.accept(reception);
			}
		}
	}

	/**
	 * Permit of one request, until its thread returns to the server.
	 */
	public final class Permit {

		private final AtomicBoolean taken = new AtomicBoolean();

		private volatile @Nullable SmsWebhookReception reception;

		private long enteredAt;

		private Permit() {
		}

		void setReception(SmsWebhookReception reception) {
			this.reception = reception;
		}

		/**
		 * Give the permit back.
		 */
		public void leave() {
			long enteredAt = this.enteredAt;
			this.reception = null;
			this.taken.set(false);
			returned(enteredAt);
			DirectLane.this.held.decrementAndGet();
		}

	}

}
