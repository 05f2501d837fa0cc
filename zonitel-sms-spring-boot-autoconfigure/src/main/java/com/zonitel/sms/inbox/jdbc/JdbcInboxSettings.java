package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;

/**
 * Settings of a {@link JdbcSmsInbox}.
 *
 * @param tablePrefix the prefix of the names of tables
 * @param concurrency the number of notifications delivered at once by this instance
 * @param virtualThreads whether listeners run on virtual threads
 * @param capacity the number of notifications that may wait to be written at once
 * @param acknowledgeWithin the time after which nobody waits for the receipt of a
 * notification any more
 * @param deduplicationWindow how long a handled notification is remembered
 * @param retry when failed deliveries are attempted again
 * @param pollingInterval the time between looks into the database while idle
 * @param takeoverAfter the time without a sign of life after which the deliveries of an
 * instance are taken over by others
 * @param shutdownTimeout the time that running listeners have to finish at shutdown
 * @since 0.1.0
 */
public record JdbcInboxSettings(String tablePrefix, int concurrency, boolean virtualThreads, int capacity,
		Duration acknowledgeWithin, Duration deduplicationWindow, RetrySchedule retry, Duration pollingInterval,
		Duration takeoverAfter, Duration shutdownTimeout) {

}
