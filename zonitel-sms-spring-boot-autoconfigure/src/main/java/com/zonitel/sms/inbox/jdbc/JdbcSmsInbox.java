package com.zonitel.sms.inbox.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * {@link SmsInbox} that keeps notifications in the application's own database until the
 * listeners have returned. A notification is acknowledged once it is committed, and then
 * delivered by whichever instance of the application is alive.
 *
 * @since 0.1.0
 */
public class JdbcSmsInbox implements SmsInbox, SmartLifecycle {

	/**
	 * Number of connections that an inbox uses besides those of listeners, unless writing
	 * is slow.
	 */
	public static final int CONNECTIONS = GroupCommit.CONNECTIONS + DeliveryScheduler.CONNECTIONS;

	private static final SafeLog logger = SafeLog.INSTANCE;

	private static final long START_TIMEOUT_SECONDS = 5;

	private static final long OPEN_AGAIN_SECONDS = 1;

	private static final CompletionStage<Receipt> UNAVAILABLE = CompletableFuture.completedStage(Receipt.UNAVAILABLE);

	private final DataSource dataSource;

	private final JdbcInboxSettings settings;

	private final SmsEventPublisher publisher;

	private final @Nullable HostTransactions transactions;

	private volatile @Nullable Opening opening;

	/**
	 * Create a new instance.
	 * @param dataSource the database
	 * @param settings the settings
	 * @param publisher the publisher of events
	 * @param transactions the transactions in which listeners run, or {@code null} if
	 * they run in none
	 */
	public JdbcSmsInbox(DataSource dataSource, JdbcInboxSettings settings, SmsEventPublisher publisher,
			@Nullable HostTransactions transactions) {
		this.dataSource = dataSource;
		this.settings = settings;
		this.publisher = publisher;
		this.transactions = transactions;
	}

	@Override
	public CompletionStage<Receipt> accept(SmsNotification notification) {
		OpenInbox open = openOrNull();
		return (open != null) ? open.commits().submit(notification) : UNAVAILABLE;
	}

	@Override
	public @Nullable SmsInboxStatus status() {
		return isRunning() ? open().status() : null;
	}

	OpenInbox open() {
		OpenInbox open = openOrNull();
		Assert.state(open != null, "The SMS inbox has no connection to its database");
		return open;
	}

	private @Nullable OpenInbox openOrNull() {
		Opening opening = this.opening;
		return (opening != null) ? opening.inbox : null;
	}

	/**
	 * Open the inbox. A database that cannot be reached does not keep the application
	 * from starting: notifications are refused until it can.
	 * @throws MissingInboxTableException if a table is missing
	 */
	@Override
	public void start() {
		if (this.opening != null) {
			return;
		}
		Opening opening = new Opening();
		Thread thread = new Thread(opening, "zonitel-sms-inbox-open");
		thread.setDaemon(true);
		thread.start();
		if (!opening.awaitFirstAttempt()) {
			logger.warn("The database of the SMS inbox does not answer: notifications are refused until it does");
		}
		this.opening = opening;
	}

	@Override
	public void stop() {
		Opening opening = this.opening;
		this.opening = null;
		if (opening != null) {
			opening.close();
		}
	}

	@Override
	public void stop(Runnable callback) {
		new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "zonitel-sms-inbox-close").start();
	}

	@Override
	public boolean isRunning() {
		return this.opening != null;
	}

	@Override
	public int getPhase() {
		return LIFECYCLE_PHASE;
	}

	/**
	 * Attempts to open the inbox, until one succeeds or the inbox is closed.
	 */
	private final class Opening implements Runnable {

		private final CompletableFuture<Boolean> firstAttempt = new CompletableFuture<>();

		private final CountDownLatch closed = new CountDownLatch(1);

		private volatile @Nullable OpenInbox inbox;

		private boolean missingTableTold;

		/**
		 * Wait until the first attempt has ended.
		 * @return {@code false} if it takes too long
		 * @throws MissingInboxTableException if a table is missing
		 */
		boolean awaitFirstAttempt() {
			try {
				return this.firstAttempt.completeOnTimeout(false, START_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
			}
			catch (CompletionException ex) {
				throw (ex.getCause() instanceof MissingInboxTableException missing) ? missing : ex;
			}
		}

		@Override
		public void run() {
			try {
				boolean done = tryOpen();
				while (!done) {
					done = this.closed.await(OPEN_AGAIN_SECONDS, TimeUnit.SECONDS) || tryOpen();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private boolean tryOpen() {
			try {
				open();
				this.firstAttempt.complete(true);
				return true;
			}
			catch (MissingInboxTableException ex) {
				if (this.firstAttempt.completeExceptionally(ex)) {
					return true;
				}
				if (!this.missingTableTold) {
					this.missingTableTold = true;
					logger.error(ex.getMessage());
				}
			}
			catch (Throwable ex) {
				if (!this.firstAttempt.isDone()) {
					logger.warn("The database of the SMS inbox cannot be reached: notifications are refused until it"
							+ " can", ex);
					this.firstAttempt.complete(true);
				}
				else {
					logger.debug("The database of the SMS inbox still cannot be reached", ex);
				}
			}
			return false;
		}

		private void open() {
			InboxDatabase database = InboxDatabase.open(JdbcSmsInbox.this.dataSource, JdbcSmsInbox.this.settings);
			OpenInbox opened = OpenInbox.create(database, JdbcSmsInbox.this.settings, JdbcSmsInbox.this.publisher,
					JdbcSmsInbox.this.transactions);
			synchronized (this) {
				if (this.closed.getCount() > 0) {
					start(opened);
					this.inbox = opened;
				}
			}
		}

		private static void start(OpenInbox opened) {
			try {
				opened.start();
			}
			catch (Throwable ex) {
				opened.stop();
				throw ex;
			}
		}

		void close() {
			OpenInbox opened;
			synchronized (this) {
				this.closed.countDown();
				opened = this.inbox;
			}
			if (opened != null) {
				opened.stop();
			}
		}

	}

}
