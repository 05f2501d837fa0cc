package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.notification.SmsNotification;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What runs while the inbox is open: the writers, and a db-scheduler of our own that
 * nobody else sees.
 */
class InboxEngine implements GroupCommit.Store, Delivery.Silence {

	private static final Log logger = LogFactory.getLog(JdbcSmsInbox.class);

	private static final int HEARTBEATS_UNTIL_TAKEOVER = 15;

	private static final int MAX_NAME_LENGTH = 50;

	private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

	private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

	private static final Duration WAKE_INTERVAL = Duration.ofMillis(10);

	private static final Duration WAKE_INTERVAL_WHERE_DEAR = Duration.ofMillis(50);

	private final InboxDatabase database;

	private final JdbcInboxSettings settings;

	private final GroupCommit commits;

	private final Delivery delivery;

	private final String name = name();

	private final Handover handover;

	private final Scheduler scheduler;

	private final ScheduledExecutorService housekeeper;

	private final AtomicBoolean waking = new AtomicBoolean();

	private volatile long lastWake = System.nanoTime();

	private volatile long lastSearchForDead;

	private volatile @Nullable SmsInboxStatus status;

	InboxEngine(InboxDatabase database, JdbcInboxSettings settings, SmsEventPublisher publisher,
			@Nullable TransactionOperations transaction) {
		this.database = database;
		this.settings = settings;
		this.commits = new GroupCommit(this, settings.capacity(), settings.acknowledgeWithin());
		this.delivery = new Delivery(database, publisher, settings.retry(), transaction, this);
		this.housekeeper = Executors.newScheduledThreadPool(3, threads("zonitel-sms-inbox-housekeeper-"));
		this.lastSearchForDead = System.nanoTime() - silenceOfSearches().toNanos();
		this.handover = new Handover(settings.concurrency(), this::countRunning, settings.pollingInterval());
		this.scheduler = createScheduler();
	}

	private Scheduler createScheduler() {
		RecurringTask<Void> purge = Tasks.recurring("purge", FixedDelay.of(PURGE_INTERVAL))
			.execute((instance, context) -> purge());
		Task<StoredNotification> deadLetter = Tasks.oneTime(InboxDatabase.DEAD_LETTER, StoredNotification.class)
			.execute((instance, context) -> {
			});
		SchedulerBuilder builder = Scheduler
			.create(this.database.forScheduler(), List.of(this.delivery.task(), deadLetter))
			.startTasks(purge)
			.tableName(this.database.inboxTable())
			.jdbcCustomization(this.database.writesInOneStatement() ? this.handover : this.database.dialect())
			.serializer(new StoredNotificationSerializer())
			.schedulerName(new SchedulerName.Fixed(this.name))
			.threads(this.settings.concurrency())
			.executorService(createWorkers())
			.dueExecutor(Executors.newSingleThreadExecutor(threads("zonitel-sms-inbox-poll-")))
			.housekeeperExecutor(this.housekeeper)
			.pollingInterval(this.settings.pollingInterval())
			.heartbeatInterval(heartbeatInterval())
			.missedHeartbeatsLimit(HEARTBEATS_UNTIL_TAKEOVER)
			.shutdownMaxWait(this.settings.shutdownTimeout())
			.failureLogging(LogLevel.OFF, false)
			.addSchedulerListener(new AbstractSchedulerListener() {

				@Override
				public void onSchedulerEvent(SchedulerEventType type) {
					if (type == SchedulerEventType.RAN_DETECT_DEAD) {
						InboxEngine.this.lastSearchForDead = System.nanoTime();
					}
				}

			});
		if (fetchesLocked()) {
			builder.pollUsingLockAndFetch(0.5, 1.0);
		}
		return builder.build();
	}

	private static String name() {
		String name = new SchedulerName.Hostname().getName() + "/" + ProcessHandle.current().pid();
		return name.substring(Math.max(0, name.length() - MAX_NAME_LENGTH));
	}

	private int countRunning() {
		return this.scheduler.getCurrentlyExecuting().size();
	}

	private ExecutorService createWorkers() {
		int concurrency = this.settings.concurrency();
		ThreadFactory threads = this.settings.virtualThreads()
				? new VirtualThreadTaskExecutor("zonitel-sms-").getVirtualThreadFactory() : threads("zonitel-sms-");
		ThreadPoolExecutor workers = new ThreadPoolExecutor(concurrency, concurrency, 60, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads);
		workers.allowCoreThreadTimeOut(true);
		return workers;
	}

	private static ThreadFactory threads(String prefix) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
		threads.setDaemon(true);
		return threads;
	}

	private Duration heartbeatInterval() {
		return this.settings.takeoverAfter().dividedBy(HEARTBEATS_UNTIL_TAKEOVER);
	}

	/**
	 * Whether claiming and reading are one statement, which db-scheduler does well on
	 * PostgreSQL.
	 */
	private boolean fetchesLocked() {
		return this.database.dialect().supportsSingleStatementLockAndFetch();
	}

	void start() {
		this.delivery.start();
		this.scheduler.start();
		this.commits.start();
		this.housekeeper.scheduleWithFixedDelay(() -> giveUpWaiting(Instant.now().minus(heartbeatInterval())),
				heartbeatInterval().toMillis(), heartbeatInterval().toMillis(), TimeUnit.MILLISECONDS);
		this.housekeeper.scheduleWithFixedDelay(this::refreshStatus, 0, STATUS_INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/**
	 * Take nothing any more, let running deliveries finish and leave the rest to others.
	 */
	void stop() {
		try {
			this.commits.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.delivery.stop();
		this.scheduler.stop();
		giveUpWaiting(Instant.MAX);
		try {
			this.delivery.close(this.settings.acknowledgeWithin());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	CompletionStage<Receipt> accept(SmsNotification notification) {
		return this.commits.write(notification);
	}

	@Override
	public Set<String> write(GroupCommit.Group group) {
		if (!this.database.writesInOneStatement()) {
			writeInTransaction(group);
			wake();
			return Set.of();
		}
		InboxDatabase.Written written = this.database.write(group, this.name, this.handover);
		if (written.handedOver() > 0) {
			this.scheduler.triggerCheckForDueExecutions();
		}
		if (written.waiting() > 0) {
			wake();
		}
		return written.seen();
	}

	private void writeInTransaction(GroupCommit.Group group) {
		this.database.inTransaction(() -> {
			List<SmsNotification> notifications = group.notifications();
			if (!notifications.isEmpty()) {
				this.database.remember(notifications);
				this.scheduler
					.scheduleBatch(notifications.stream().<SchedulableInstance<?>>map(this::toSchedule).toList());
			}
			return Set.of();
		});
	}

	private SchedulableInstance<StoredNotification> toSchedule(SmsNotification notification) {
		return SchedulableInstance.of(this.delivery.instance(notification), notification.receivedAt());
	}

	@Override
	public Set<String> findSeen(Collection<String> ids) {
		return this.database.findSeen(ids);
	}

	/**
	 * Have due deliveries looked for at once, or a moment later if they just were: under
	 * load each look finds more.
	 */
	void wake() {
		if (this.waking.compareAndSet(false, true)) {
			long wait = this.lastWake + wakeNanos() - System.nanoTime();
			if (wait <= 0) {
				wakeNow();
			}
			else if (!this.housekeeper.isShutdown()) {
				this.housekeeper.schedule(this::wakeNow, wait, TimeUnit.NANOSECONDS);
			}
		}
	}

	private void wakeNow() {
		this.lastWake = System.nanoTime();
		this.waking.set(false);
		this.handover.requestLook();
		this.scheduler.triggerCheckForDueExecutions();
	}

	private long wakeNanos() {
		return (fetchesLocked() ? WAKE_INTERVAL : WAKE_INTERVAL_WHERE_DEAR).toNanos();
	}

	/**
	 * Silence means death unless the delivery is our own, or nobody could be heard since
	 * the database was away, or we were not listening ourselves.
	 */
	@Override
	public boolean isDeath(Execution execution) {
		boolean ours = this.delivery.isDone(execution) || this.handover.holds(execution)
				|| this.scheduler.getCurrentlyExecuting()
					.stream()
					.anyMatch((current) -> current.getExecution().getId().equals(execution.getId()));
		return !ours && System.nanoTime() - this.lastSearchForDead < silenceOfSearches().toNanos();
	}

	/**
	 * Leave to others what no worker has taken, before they take it for dead.
	 */
	private void giveUpWaiting(Instant addedBefore) {
		List<Execution> waiting = this.handover.takeBack(addedBefore);
		if (!waiting.isEmpty()) {
			try {
				this.database.giveUp(waiting);
			}
			catch (RuntimeException ex) {
				logger.debug("Deliveries could not be given up, and will be taken over", ex);
			}
		}
	}

	private Duration silenceOfSearches() {
		return heartbeatInterval().multipliedBy(6);
	}

	private void purge() {
		int forgotten = this.database.forgetSeenBefore(Instant.now().minus(this.settings.deduplicationWindow()));
		if (forgotten > 0) {
			logger.debug("Forgot " + forgotten + " SMS notification(s), which were handled long ago");
		}
	}

	private void refreshStatus() {
		try {
			this.status = this.database.status();
		}
		catch (RuntimeException ex) {
			this.status = null;
		}
	}

	InboxDatabase database() {
		return this.database;
	}

	@Nullable SmsInboxStatus status() {
		return this.status;
	}

}
