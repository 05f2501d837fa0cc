package com.zonitel.sms.inbox.jdbc;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs periodic tasks again also after they have thrown, such as for lack of memory.
 * Those of db-scheduler log what goes wrong, and throw if an appender does.
 */
class PeriodicTasks extends ScheduledThreadPoolExecutor {

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final long RUN_AGAIN_SECONDS = 1;

	PeriodicTasks(int threads, ThreadFactory factory) {
		super(threads, factory);
	}

	/**
	 * Run the loop in which db-scheduler searches for due notifications, which returns
	 * once the scheduler is stopped.
	 */
	@Override
	public Future<?> submit(Runnable loop) {
		return scheduleWithFixedDelay(loop, 0, RUN_AGAIN_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
		return super.scheduleWithFixedDelay(() -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.debug("A periodic task of the SMS inbox failed and is tried again", ex);
			}
		}, initialDelay, delay, unit);
	}

}
