package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;

/**
 * Judges the leases of deliveries for which db-scheduler finds no heartbeats.
 */
class LeaseInspector extends AbstractSchedulerListener {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private final ClaimedDeliveries claimed;

	private final String instance;

	private final Duration maxSilence;

	private final BooleanSupplier canBeRenewed;

	private volatile long searchedAt;

	private volatile boolean failed;

	/**
	 * Create a new instance.
	 * @param claimed the deliveries of this instance
	 * @param instance the name of this instance
	 * @param maxSilence the time without a search for missing heartbeats after which
	 * other instances may have been unable to send theirs either
	 * @param canBeRenewed tells whether leases can be compared by the database's clock,
	 * and throws an exception where they cannot be renewed in the database
	 */
	LeaseInspector(ClaimedDeliveries claimed, String instance, Duration maxSilence, BooleanSupplier canBeRenewed) {
		this.claimed = claimed;
		this.instance = instance;
		this.maxSilence = maxSilence;
		this.canBeRenewed = canBeRenewed;
		this.searchedAt = System.nanoTime() - maxSilence.toNanos();
	}

	@Override
	public void onSchedulerEvent(SchedulerEventType type) {
		if (type == SchedulerEventType.RAN_DETECT_DEAD) {
			this.searchedAt = System.nanoTime() - (this.failed ? this.maxSilence.toNanos() : 0);
			this.failed = false;
		}
	}

	/**
	 * Return whether nobody works on a delivery any more.
	 * @param execution the delivery
	 * @return {@code false} if it runs on this instance, if the database's clock was set
	 * anew, or if this instance has not looked for a while, as with a database that was
	 * away or took no changes: other instances may not have been able to look after
	 * theirs either
	 */
	boolean isAbandoned(Execution execution) {
		return !this.claimed.contains(execution) && canBeRenewed()
				&& System.nanoTime() - this.searchedAt < this.maxSilence.toNanos();
	}

	private boolean canBeRenewed() {
		try {
			return !this.failed && this.canBeRenewed.getAsBoolean();
		}
		catch (RuntimeException ex) {
			this.failed = true;
			logger.debug("No delivery of SMS notifications is taken over, as the database takes no changes", ex);
			return false;
		}
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
