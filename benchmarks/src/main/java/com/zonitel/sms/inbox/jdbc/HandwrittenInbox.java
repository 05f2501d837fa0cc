package com.zonitel.sms.inbox.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Inbox as a good developer would write it by hand for the guarantee of the starter's: an
 * INSERT with a unique key for each request, and one poller that claims 100 with
 * {@code for update skip locked}, publishes them and deletes them in one transaction.
 * With the starter's rules for retries and dead letters. Only the identifiers of what
 * waits are known, so that a late duplicate is handled twice.
 */
@RestController
class HandwrittenInbox implements SmartLifecycle {

	static final String PATH = "/handwritten-inbox";

	private static final int BATCH = 100;

	private static final int MAX_ATTEMPTS = 8;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final ApplicationEventPublisher publisher;

	private final Semaphore arrived = new Semaphore(0);

	private volatile boolean running;

	HandwrittenInbox(JdbcTemplate jdbc, PlatformTransactionManager manager, ApplicationEventPublisher publisher) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(manager);
		this.publisher = publisher;
	}

	@PostMapping(PATH)
	void receive(@RequestBody InboxBenchmark.Notification notification) {
		try {
			this.jdbc.update("insert into handwritten_inbox (id, status, body) values (?, ?, ?)",
					notification.data().id() + ":" + notification.status(), notification.status(),
					notification.data().messageText());
		}
		catch (DuplicateKeyException ex) {
			return;
		}
		this.arrived.release();
	}

	@Override
	public void start() {
		this.jdbc.execute("create table if not exists handwritten_inbox (id varchar(200) primary key,"
				+ " status varchar(20) not null, body text, attempts int not null default 0, failure text,"
				+ " dead boolean not null default false, due_at timestamptz not null default now())");
		this.jdbc
			.execute("create index if not exists handwritten_inbox_due on handwritten_inbox (due_at) where not dead");
		this.running = true;
		Thread poller = new Thread(this::poll, "handwritten-inbox");
		poller.setDaemon(true);
		poller.start();
	}

	private void poll() {
		try {
			while (this.running) {
				Integer delivered = this.transaction.execute((status) -> deliver());
				if (delivered == null || delivered < BATCH) {
					this.arrived.tryAcquire(1, 1, TimeUnit.SECONDS);
					this.arrived.drainPermits();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private int deliver() {
		List<Waiting> batch = this.jdbc.query(
				"select id, status, body, attempts from handwritten_inbox where not dead and due_at <= now()"
						+ " order by due_at limit " + BATCH + " for update skip locked",
				(row, number) -> new Waiting(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)));
		List<Object[]> delivered = new ArrayList<>();
		for (Waiting waiting : batch) {
			try {
				this.publisher.publishEvent(waiting);
				delivered.add(new Object[] { waiting.id() });
			}
			catch (RuntimeException ex) {
				retry(waiting, ex);
			}
		}
		if (!delivered.isEmpty()) {
			this.jdbc.update("delete from handwritten_inbox where id = any(?)",
					(Object) delivered.stream().map((id) -> (String) id[0]).toArray(String[]::new));
		}
		return batch.size();
	}

	private void retry(Waiting waiting, RuntimeException failure) {
		int attempts = waiting.attempts() + 1;
		double delay = Math.min(1_800, 10 * Math.pow(2.5, attempts - 1));
		this.jdbc.update(
				"update handwritten_inbox set attempts = ?, failure = ?, dead = ?, due_at = now() + ? * interval '1 s'"
						+ " where id = ?",
				attempts, failure.getClass().getName(), attempts >= MAX_ATTEMPTS, delay, waiting.id());
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Notification that waits, which is the event too.
	 *
	 * @param id the identifier
	 * @param status the status
	 * @param body the text
	 * @param attempts the number of attempts that failed
	 */
	record Waiting(String id, String status, String body, int attempts) {

	}

}
