package com.zonitel.sms.inbox.jdbc;

import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.Execution;
import org.jspecify.annotations.Nullable;

/**
 * How often a delivery was taken over from a process that ended. A notification that
 * might bring processes down is delivered alone, so that it takes no other with it.
 * Stored as seconds after 1970 in a column of db-scheduler's that deliveries leave empty,
 * since instances of an earlier version, which work on the same table, know no other.
 */
enum Takeovers {

	NONE, ONE,

	/**
	 * The next delivery is one without others.
	 */
	SUSPICIOUS,

	/**
	 * A delivery without others is running, or has ended with the process.
	 */
	ALONE;

	static Takeovers of(Execution execution) {
		Instant stored = execution.lastSuccess;
		long number = (stored != null) ? stored.getEpochSecond() : 0;
		return (number > 0 && number < values().length) ? values()[(int) number] : NONE;
	}

	Takeovers afterCrash() {
		return (this == NONE) ? ONE : SUSPICIOUS;
	}

	Takeovers afterDelivery() {
		return (this == ALONE) ? SUSPICIOUS : this;
	}

	@Nullable Instant toInstant() {
		return (this != NONE) ? Instant.ofEpochSecond(ordinal()) : null;
	}

}
