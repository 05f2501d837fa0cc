package com.zonitel.sms.inbox.jdbc;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Clock of the database, by which all instances compare leases. Asks for the time now and
 * then and counts on from there. Is wrong by at most a round trip, and never runs
 * backwards.
 */
class DatabaseClock implements Clock {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private final @Nullable Supplier<BigDecimal> epochSeconds;

	private final InstantSource ownClock;

	private final LongSupplier ticker;

	private final Duration tolerance;

	private long offsetNanos;

	private Instant latest = Instant.EPOCH;

	private boolean differing;

	/**
	 * Create a new instance, which shows the time of this machine's clock at first.
	 * @param epochSeconds supplies the seconds since 1970 by the database's clock, or is
	 * {@code null} where that cannot be asked for
	 * @param tolerance the difference from which on this machine's clock is warned about
	 */
	DatabaseClock(@Nullable Supplier<BigDecimal> epochSeconds, Duration tolerance) {
		this(epochSeconds, tolerance, InstantSource.system(), System::nanoTime);
	}

	DatabaseClock(@Nullable Supplier<BigDecimal> epochSeconds, Duration tolerance, InstantSource ownClock,
			LongSupplier ticker) {
		this.epochSeconds = epochSeconds;
		this.tolerance = tolerance;
		this.ownClock = ownClock;
		this.ticker = ticker;
		this.offsetNanos = ownOffset();
	}

	private long ownOffset() {
		Instant now = this.ownClock.instant();
		return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - this.ticker.getAsLong();
	}

	@Override
	public synchronized Instant now() {
		Instant now = Instant.EPOCH.plusNanos(this.ticker.getAsLong() + this.offsetNanos);
		this.latest = now.isAfter(this.latest) ? now : this.latest;
		return this.latest;
	}

	/**
	 * Adjust this clock to the database's.
	 */
	void synchronize() {
		if (this.epochSeconds == null) {
			return;
		}
		long sent = this.ticker.getAsLong();
		long time = this.epochSeconds.get().movePointRight(9).longValue();
		long received = this.ticker.getAsLong();
		adjust(time - received, time - sent);
	}

	private synchronized void adjust(long lowestOffset, long highestOffset) {
		this.offsetNanos = Math.max(lowestOffset, Math.min(highestOffset, this.offsetNanos));
		Duration difference = Duration.ofNanos(ownOffset() - this.offsetNanos);
		boolean differs = difference.abs().compareTo(this.tolerance) > 0;
		if (differs && !this.differing) {
			logger.warn("The clock of this machine differs from the database's by " + difference.toMillis()
					+ " ms. The SMS inbox goes by the database's, but times in logs and events are wrong");
		}
		this.differing = differs;
	}

}
