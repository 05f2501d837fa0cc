package com.zonitel.sms.inbox.jdbc;

import java.time.Instant;
import java.util.List;

import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsDeadLetters;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link SmsDeadLetters} of a {@link JdbcSmsInbox}, whichever instance of the application
 * they died in.
 *
 * @since 0.1.0
 */
public class JdbcSmsDeadLetters implements SmsDeadLetters {

	private final JdbcSmsInbox inbox;

	/**
	 * Create a new instance.
	 * @param inbox the inbox
	 */
	public JdbcSmsDeadLetters(JdbcSmsInbox inbox) {
		this.inbox = inbox;
	}

	@Override
	public List<SmsDeadLetter> list(int limit) {
		Assert.isTrue(limit > 0, "'limit' must be positive");
		return this.inbox.engine().database().listDead(limit);
	}

	@Override
	public boolean requeue(String notificationId) {
		Assert.notNull(notificationId, "'notificationId' must not be null");
		return requeueDead(notificationId) > 0;
	}

	@Override
	public int requeueAll() {
		return requeueDead(null);
	}

	private int requeueDead(@Nullable String notificationId) {
		InboxEngine engine = this.inbox.engine();
		int requeued = engine.database().requeueDead(notificationId, Instant.now());
		if (requeued > 0) {
			engine.wake();
		}
		return requeued;
	}

	@Override
	public boolean discard(String notificationId) {
		Assert.notNull(notificationId, "'notificationId' must not be null");
		return this.inbox.engine().database().discardDead(notificationId);
	}

}
