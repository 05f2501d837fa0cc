package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;

/**
 * Settings of a {@link JdbcSmsInbox}.
 *
 * @param tablePrefix the prefix of the names of tables, which may begin with a schema
 * @param acceptance how notifications are accepted
 * @param delivery how notifications are delivered
 * @param leases how instances share the deliveries
 * @since 0.1.0
 */
public record JdbcInboxSettings(String tablePrefix, Acceptance acceptance, Delivery delivery, Leases leases) {

	/**
	 * How notifications are accepted.
	 *
	 * @param capacity the number of notifications that may wait to be written at once
	 * @param timeout the time after which nobody waits for a receipt any more
	 * @param deduplicationWindow how long a handled notification is remembered
	 */
	public record Acceptance(int capacity, Duration timeout, Duration deduplicationWindow) {

	}

	/**
	 * How notifications are delivered.
	 *
	 * @param concurrency the number of notifications delivered at once by this instance
	 * @param virtualThreads whether listeners run on virtual threads
	 * @param retry when failed deliveries are attempted again
	 * @param stuckAfter the time after which a delivery that still runs is warned about
	 * @param shutdownTimeout the time that running listeners have to finish at shutdown
	 */
	public record Delivery(int concurrency, boolean virtualThreads, RetrySchedule retry, Duration stuckAfter,
			Duration shutdownTimeout) {

	}

	/**
	 * How instances share the deliveries.
	 *
	 * @param pollingInterval the time between looks into the database while idle
	 * @param takeoverAfter the time without a heartbeat after which a delivery is taken
	 * over by another instance
	 */
	public record Leases(Duration pollingInterval, Duration takeoverAfter) {

	}

}
