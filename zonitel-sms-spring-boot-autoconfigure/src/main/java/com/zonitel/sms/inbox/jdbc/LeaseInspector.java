package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;

/**
 * Judges the leases of deliveries for which db-scheduler finds no heartbeats.
 */
class LeaseInspector extends AbstractSchedulerListener {

	private final ClaimedDeliveries claimed;

	private final String instance;

	private final Duration maxSilence;

	private volatile long searchedAt;

	/**
	 * Create a new instance.
	 * @param claimed the deliveries of this instance
	 * @param instance the name of this instance
	 * @param maxSilence the time without a search for missing heartbeats after which
	 * other instances may have been unable to send theirs either
	 */
	LeaseInspector(ClaimedDeliveries claimed, String instance, Duration maxSilence) {
		this.claimed = claimed;
		this.instance = instance;
		this.maxSilence = maxSilence;
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
	 * @return {@code false} if it runs on this instance, or if this instance has not
	 * looked for a while, as with a database that was away: other instances may not have
	 * been able to look after theirs either
	 */
	boolean isAbandoned(Execution execution) {
		return !this.claimed.contains(execution) && System.nanoTime() - this.searchedAt < this.maxSilence.toNanos();
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
