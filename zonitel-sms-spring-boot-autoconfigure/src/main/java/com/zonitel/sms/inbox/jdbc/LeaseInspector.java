package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;

/**
 * Judges the leases of deliveries for which db-scheduler finds no heartbeats.
 */
class LeaseInspector extends AbstractSchedulerListener {

	private final ClaimedDeliveries claimed;

	private final String instance;

	private final Duration maxSilence;

	private final BooleanSupplier clockIsSteady;

	private volatile long searchedAt;

	/**
	 * Create a new instance.
	 * @param claimed the deliveries of this instance
	 * @param instance the name of this instance
	 * @param maxSilence the time without a search for missing heartbeats after which
	 * other instances may have been unable to send theirs either
	 * @param clockIsSteady tells whether heartbeats can be judged by the database's clock
	 */
	LeaseInspector(ClaimedDeliveries claimed, String instance, Duration maxSilence, BooleanSupplier clockIsSteady) {
		this.claimed = claimed;
		this.instance = instance;
		this.maxSilence = maxSilence;
		this.clockIsSteady = clockIsSteady;
		this.searchedAt = System.nanoTime() - maxSilence.toNanos();
	}

	@Override
	public void onSchedulerEvent(SchedulerEventType type) {
		if (type == SchedulerEventType.RAN_DETECT_DEAD) {
			this.searchedAt = System.nanoTime();
		}
	}

	/**
	 * Return whether nobody works on a delivery any more.
	 * @param execution the delivery
	 * @return {@code false} if it runs on this instance, if the database's clock was set
	 * anew, or if this instance has not looked for a while, as with a database that was
	 * away: other instances may not have been able to look after theirs either
	 */
	boolean isAbandoned(Execution execution) {
		return !this.claimed.contains(execution) && System.nanoTime() - this.searchedAt < this.maxSilence.toNanos()
				&& this.clockIsSteady.getAsBoolean();
	}

	/**
	 * Return whether the holder of a lease has crashed.
	 * @param execution the delivery
	 * @return {@code false} if it was stopped, or is this instance
	 */
	boolean isCrash(Execution execution) {
		return !NotificationTable.STOPPED.equals(execution.pickedBy) && !this.instance.equals(execution.pickedBy);
	}

}
