package com.zonitel.sms.inbox.jdbc;

import java.util.List;

import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsDeadLetters;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link SmsDeadLetters} of a {@link JdbcSmsInbox}, whichever instance of the application
 * they died in. Each call uses a connection of its own and commits, also inside a
 * transaction of the application.
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
	public List<SmsDeadLetter> list(int limit, @Nullable SmsDeadLetter after) {
		Assert.isTrue(limit > 0, "'limit' must be positive");
		return table().list(limit, after);
	}

	@Override
	public boolean requeue(String notificationId) {
		Assert.notNull(notificationId, "'notificationId' must not be null");
		return wakeIfAny(table().requeue(notificationId)) > 0;
	}

	@Override
	public int requeueAll() {
		return wakeIfAny(table().requeueAll());
	}

	private int wakeIfAny(int requeued) {
		if (requeued > 0) {
			this.inbox.open().scheduler().wake();
		}
		return requeued;
	}

	@Override
	public boolean discard(String notificationId) {
		Assert.notNull(notificationId, "'notificationId' must not be null");
		return table().discard(notificationId);
	}

	private DeadLetterTable table() {
		return this.inbox.open().database().deadLetters();
	}

}
