package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.zonitel.sms.inbox.SmsInboxStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.Assert;

/**
 * A db-scheduler of the inbox's own, which claims due notifications, keeps their leases
 * alive and finds those of instances that have ended.
 */
class DeliveryScheduler {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final int HEARTBEATS_UNTIL_TAKEOVER = 15;

	private static final int MAX_NAME_LENGTH = 50;

	private static final int HOUSEKEEPERS = 2;

	/**
	 * Number of connections for claims, for outcomes and for housekeeping.
	 */
	static final int CONNECTIONS = 2 + HOUSEKEEPERS;

	private static final Duration FIRST_PURGE_DELAY = Duration.ofSeconds(10);

	private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

	private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

	private static final Duration MAX_WAIT = Duration.ofSeconds(1);

	private static final Duration NEVER = Duration.ofDays(36_500);

	private final InboxDatabase database;

	private final JdbcInboxSettings settings;

	private final DeliveryTask delivery;

	private final ClaimedDeliveries claimed;

	private final String name = createName();

	private final ScheduledExecutorService housekeepers = new PeriodicTasks(HOUSEKEEPERS,
			threads("zonitel-sms-inbox-housekeeper-"));

	private final AtomicBoolean waking = new AtomicBoolean();

	private final Workers workers;

	private final Scheduler scheduler;

	private volatile long wokenAt = System.nanoTime();

	private volatile @Nullable SmsInboxStatus counts;

	private volatile boolean reachable = true;

	DeliveryScheduler(InboxDatabase database, JdbcInboxSettings settings, DeliveryTask delivery,
			ClaimedDeliveries claimed) {
		this.database = database;
		this.settings = settings;
		this.delivery = delivery;
		this.claimed = claimed;
		this.workers = createWorkers();
		this.scheduler = createScheduler();
	}

	private static String createName() {
		String name = "%s/%d-%.8s".formatted(new SchedulerName.Hostname().getName(), ProcessHandle.current().pid(),
				UUID.randomUUID());
		return name.substring(Math.max(0, name.length() - MAX_NAME_LENGTH));
	}

	private Scheduler createScheduler() {
		Duration heartbeatInterval = this.settings.leases().takeoverAfter().dividedBy(HEARTBEATS_UNTIL_TAKEOVER);
		LeaseInspector leases = new LeaseInspector(this.claimed, this.name, heartbeatInterval.multipliedBy(6),
				this::confirmLeasesCanBeRenewed);
		SchedulerBuilder builder = Scheduler.create(this.database.connections(), List.of(this.delivery.toTask(leases)))
			.tableName(this.database.names().inbox())
			.serializer(new StoredNotificationSerializer())
			.schedulerName(new SchedulerName.Fixed(this.name))
			.clock(this.database.clock())
			.threads(this.settings.delivery().concurrency())
			.executorService(this.workers)
			.dueExecutor(new PeriodicTasks(1, threads("zonitel-sms-inbox-poll-")))
			.housekeeperExecutor(this.housekeepers)
			.pollingInterval(this.settings.leases().pollingInterval())
			.heartbeatInterval(heartbeatInterval)
			.missedHeartbeatsLimit(HEARTBEATS_UNTIL_TAKEOVER)
			.deleteUnresolvedAfter(NEVER)
			// db-scheduler waits twice, and interrupts listeners in between
			.shutdownMaxWait(this.settings.delivery().shutdownTimeout().dividedBy(2))
			.failureLogging(LogLevel.OFF, false)
			.addSchedulerListener(leases);
		this.database.notifications().configure(builder, this.workers, this.claimed);
		return builder.build();
	}

	private Workers createWorkers() {
		ThreadFactory threads = this.settings.delivery().virtualThreads()
				? new VirtualThreadTaskExecutor("zonitel-sms-").getVirtualThreadFactory() : threads("zonitel-sms-");
		return new Workers(this.settings.delivery().concurrency(), threads, this::wakeNow);
	}

	private static ThreadFactory threads(String prefix) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
		threads.setDaemon(true);
		return threads;
	}

	void start() {
		this.scheduler.start();
		repeat(this::refreshStatus, Duration.ZERO, STATUS_INTERVAL);
		repeat(this::purge, FIRST_PURGE_DELAY, PURGE_INTERVAL);
		repeat(() -> giveBack(MAX_WAIT), MAX_WAIT, MAX_WAIT);
	}

	private void repeat(Runnable task, Duration initialDelay, Duration interval) {
		this.housekeepers.scheduleWithFixedDelay(task, initialDelay.toMillis(), interval.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/**
	 * Claim nothing any more, let running deliveries finish and leave the rest to others.
	 */
	void stop() {
		this.delivery.stopCountingFailures();
		this.scheduler.pause();
		giveBack(Duration.ZERO);
		// running deliveries are not to wait for a database that does not answer
		this.housekeepers.execute(this::markStopped);
		this.scheduler.stop();
		markStopped();
	}

	private void markStopped() {
		try {
			this.database.notifications().markStopped(this.name);
		}
		catch (RuntimeException ex) {
			logger.debug("Deliveries that do not finish will look as if this instance had crashed", ex);
		}
	}

	/**
	 * Leave to any instance what has waited long for a worker of this one.
	 */
	private void giveBack(Duration waited) {
		List<Execution> late = this.claimed.takeWaiting(waited);
		if (!late.isEmpty()) {
			this.workers.pauseClaimingAhead();
			late.forEach(this.delivery::giveBack);
		}
	}

	/**
	 * Have due deliveries searched for at once, or a moment later if they just were:
	 * under load each search finds more.
	 */
	void wake() {
		if (this.waking.compareAndSet(false, true)) {
			long wait = this.wokenAt + this.database.notifications().searchInterval().toNanos() - System.nanoTime();
			try {
				if (wait <= 0) {
					wakeNow();
				}
				else {
					this.housekeepers.schedule(this::wakeNow, wait, TimeUnit.NANOSECONDS);
				}
			}
			catch (Throwable ex) {
				this.waking.set(false);
				logger.debug("SMS notifications that were stored just now are found by the next search only", ex);
			}
		}
	}

	private void wakeNow() {
		this.wokenAt = System.nanoTime();
		this.waking.set(false);
		this.scheduler.triggerCheckForDueExecutions();
	}

	private void purge() {
		Instant end = this.database.clock().now().minus(this.settings.acceptance().deduplicationWindow());
		int forgotten = this.database.seen().forgetSeenBefore(end);
		if (forgotten > 0) {
			logger.debug("Forgot " + forgotten + " SMS notification(s), which were handled long ago");
		}
	}

	private boolean confirmLeasesCanBeRenewed() {
		this.database.notifications().checkWritable();
		synchronizeClock();
		return this.database.clock().isSteady();
	}

	private void synchronizeClock() {
		if (this.database.clock().synchronize()) {
			// db-scheduler waits by this clock until it searches again
			wakeNow();
		}
	}

	private void bringForwardUntilClockIsSteady() {
		DatabaseClock clock = this.database.clock();
		if (!clock.isSteady() && this.database.notifications().bringForward(clock.now())) {
			wakeNow();
		}
	}

	private void refreshStatus() {
		this.claimed.warnOfStuck();
		try {
			synchronizeClock();
			bringForwardUntilClockIsSteady();
			this.counts = this.database.notifications().status();
			this.reachable = true;
		}
		catch (RuntimeException ex) {
			logger.debug("The database of the SMS inbox cannot be reached", ex);
			this.reachable = false;
		}
	}

	@Nullable SmsInboxStatus status() {
		Assert.state(this.reachable, "The database of the SMS inbox cannot be reached");
		SmsInboxStatus counts = this.counts;
		return (counts != null) ? new SmsInboxStatus(counts.pending(), counts.oldestReceivedAt(), counts.dead(),
				this.claimed.oldestSince(), this.claimed.countStuck()) : null;
	}

}
