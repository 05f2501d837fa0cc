package com.zonitel.sms.inbox.jdbc;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.Clock;

/**
 * Clock of the database, by which all instances compare leases. Asks for the time now and
 * then and counts on from there. Is wrong by at most a round trip, and runs backwards
 * only where the database's clock was set back.
 */
class DatabaseClock implements Clock {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private final Supplier<BigDecimal> epochSeconds;

	private final InstantSource ownClock;

	private final LongSupplier ticker;

	private final Duration takeoverAfter;

	private final Duration tolerance;

	private long offsetNanos;

	private Instant latest = Instant.EPOCH;

	private boolean differing;

	private boolean synchronizedBefore;

	private long steadyAt;

	/**
	 * Create a new instance, which shows the time of this machine's clock at first.
	 * @param epochSeconds supplies the seconds since 1970 by the database's clock
	 * @param takeoverAfter the time without a heartbeat after which a lease is lost; a
	 * difference of a tenth of it is warned about
	 */
	DatabaseClock(Supplier<BigDecimal> epochSeconds, Duration takeoverAfter) {
		this(epochSeconds, takeoverAfter, InstantSource.system(), System::nanoTime);
	}

	DatabaseClock(Supplier<BigDecimal> epochSeconds, Duration takeoverAfter, InstantSource ownClock,
			LongSupplier ticker) {
		this.epochSeconds = epochSeconds;
		this.takeoverAfter = takeoverAfter;
		this.tolerance = takeoverAfter.dividedBy(10);
		this.ownClock = ownClock;
		this.ticker = ticker;
		this.offsetNanos = ownOffset();
		// other instances may not have noticed yet that the database's clock was set anew
		this.steadyAt = ticker.getAsLong() + takeoverAfter.dividedBy(2).toNanos();
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
	 * @return whether the database's clock was set anew since the last time
	 */
	boolean synchronize() {
		long sent = this.ticker.getAsLong();
		long time = this.epochSeconds.get().movePointRight(9).longValue();
		long received = this.ticker.getAsLong();
		return adjust(time - received, time - sent);
	}

	private synchronized boolean adjust(long lowestOffset, long highestOffset) {
		long offset = Math.max(lowestOffset, Math.min(highestOffset, this.offsetNanos));
		Duration step = Duration.ofNanos(offset - this.offsetNanos);
		this.offsetNanos = offset;
		warnIfOwnClockDiffers();
		boolean setAnew = this.synchronizedBefore && exceedsTolerance(step);
		this.synchronizedBefore = true;
		if (setAnew) {
			this.latest = Instant.EPOCH;
			this.steadyAt = this.ticker.getAsLong() + this.takeoverAfter.toNanos();
			logger.warn("The clock of the database was set anew, or this machine was suspended, by " + step.toMillis()
					+ " ms: no delivery of SMS notifications is taken over for " + this.takeoverAfter.toSeconds()
					+ " seconds");
		}
		return setAnew;
	}

	private void warnIfOwnClockDiffers() {
		Duration difference = Duration.ofNanos(ownOffset() - this.offsetNanos);
		boolean differs = exceedsTolerance(difference);
		if (differs && !this.differing) {
			logger.warn("The clock of this machine differs from the database's by " + difference.toMillis()
					+ " ms. The SMS inbox goes by the database's, but times in logs and events are wrong");
		}
		this.differing = differs;
	}

	private boolean exceedsTolerance(Duration difference) {
		return difference.abs().compareTo(this.tolerance) > 0;
	}

	/**
	 * Return whether all instances have had time to adjust their clocks, and to renew
	 * their leases, since the database's clock was set anew.
	 * @return whether leases can be compared by this clock
	 */
	synchronized boolean isSteady() {
		return this.ticker.getAsLong() - this.steadyAt >= 0;
	}

}
