package com.zonitel.sms.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

/**
 * Reception of one request's body by a {@link SmsWebhookReceiver}. Answers exactly once.
 * The methods that take the body are called by one thread at a time; the deadline may
 * strike at any moment.
 *
 * @since 0.1.0
 */
public final class SmsWebhookReception {

	private final SmsNotificationReader reader;

	private final SmsInbox inbox;

	private final SmsWebhookJournal journal;

	private final ReceptionRequest request;

	private final AtomicReference<@Nullable Consumer<SmsWebhookAnswer>> answering;

	private final SmsWebhookBody body;

	private final AtomicReference<ReceptionState> state = new AtomicReference<>(ReceptionState.READING);

	private volatile boolean settled;

	private @Nullable SmsWebhookAnswer decided;

	private boolean recorded;

	private @Nullable SmsNotification notification;

	private @Nullable Runnable delivery;

	private volatile boolean waits;

	SmsWebhookReception(SmsNotificationReader reader, SmsInbox inbox, SmsWebhookJournal journal,
			ReceptionRequest request, Consumer<SmsWebhookAnswer> answering) {
		this.reader = reader;
		this.inbox = inbox;
		this.journal = journal;
		this.request = request;
		this.answering = new AtomicReference<>(answering);
		this.body = new SmsWebhookBody(request.contentLength(), request.maxBodySize());
	}

	/**
	 * Take the next part of the body.
	 * @param bytes the bytes; copied
	 * @return whether more may follow; {@code false} once the request is answered
	 */
	public boolean append(ByteBuffer bytes) {
		if (isAnswered()) {
			return false;
		}
		boolean fits = this.body.append(bytes);
		if (!fits) {
			refuse(SmsWebhookAnswer.CONTENT_TOO_LARGE);
		}
		return fits;
	}

	/**
	 * Read the body on the current thread, until its end or until the request is
	 * answered.
	 * @param input the stream of the body, which may block
	 * @return whether the whole body was read
	 * @throws IOException if the body cannot be read
	 */
	public boolean readFrom(InputStream input) throws IOException {
		int count = 0;
		while (count >= 0 && !isAnswered()) {
			count = readOnce(input);
		}
		return count < 0;
	}

	/**
	 * Read once from the body, as much as the stream has.
	 * @param input the stream of the body
	 * @return whether more may follow; {@code false} once the request is answered
	 * @throws IOException if the body cannot be read
	 */
	public boolean readPartFrom(InputStream input) throws IOException {
		return !isAnswered() && readOnce(input) >= 0 && !isAnswered();
	}

	private int readOnce(InputStream input) throws IOException {
		int count = this.body.readFrom(input);
		if (count == Integer.MAX_VALUE) {
			refuse(SmsWebhookAnswer.CONTENT_TOO_LARGE);
		}
		return count;
	}

	/**
	 * Handle the body, which is complete.
	 */
	public void complete() {
		if (isAnswered()) {
			return;
		}
		byte[] body = this.body.take();
		this.request.capture(body);
		SmsNotification notification;
		try {
			notification = this.reader.read(body, this.request.context());
		}
		catch (MalformedNotificationException ex) {
			if (this.request.isBodyConsumed(body.length)) {
				fail(new BodyConsumedException());
			}
			else {
				refuse(SmsWebhookAnswer.BAD_REQUEST);
			}
			return;
		}
		if (advance(ReceptionState.READING, ReceptionState.HANDING_OVER)) {
			// without a place to wait, only an inbox that answers for a notification at
			// once is given it
			this.waits = this.request.beginWait();
			if (this.waits || this.inbox.receiptAtDeadline() == Receipt.ACCEPTED) {
				handOver(notification);
			}
			else {
				this.state.set(ReceptionState.REFUSED);
				answer(SmsWebhookAnswer.UNAVAILABLE, null);
			}
		}
	}

	/**
	 * Give up, since the rest of the body cannot be read. Answers 400, which a client
	 * that is still there can read, or 503 if the server's own read has timed out. Has no
	 * effect once the body is complete.
	 * @param cause why the body cannot be read, or {@code null} if the client is gone
	 */
	public void abort(@Nullable Throwable cause) {
		if (cause != null && SmsWebhookBody.isTimeout(cause)) {
			fail(cause);
		}
		else if (advance(ReceptionState.READING, ReceptionState.REFUSED)) {
			this.recorded = true;
			this.journal.aborted();
			answer(SmsWebhookAnswer.BAD_REQUEST, null);
		}
	}

	/**
	 * Answer 503 after a failure. Has no effect once the body is complete.
	 * @param cause the failure
	 */
	public void fail(Throwable cause) {
		if (advance(ReceptionState.READING, ReceptionState.REFUSED)) {
			this.journal.failed(cause);
			answer(SmsWebhookAnswer.UNAVAILABLE, null);
		}
	}

	// what the inbox has left to this thread runs whatever becomes of the answer
	private void handOver(SmsNotification notification) {
		this.notification = notification;
		try {
			this.request.handOver(this.inbox, notification, this.waits ? (task) -> this.delivery = task : null)
				.whenComplete((result, ex) -> {
					if (ex != null) {
						this.journal.failed(ex);
					}
					answer((result != null) ? SmsWebhookAnswer.of(result) : SmsWebhookAnswer.UNAVAILABLE, result);
				});
			boolean overdue = this.state.getAndSet(ReceptionState.HANDED_OVER) == ReceptionState.OVERDUE;
			if (overdue || !this.waits) {
				answerAtDeadline();
			}
		}
		finally {
			Runnable delivery = this.delivery;
			this.delivery = null;
			if (delivery != null) {
				delivery.run();
			}
		}
	}

	/**
	 * Answer, since the deadline has passed. If the body is incomplete, answers 503 and
	 * never hands it over. If the notification is handed over, answers with the inbox's
	 * receipt at the deadline. If it is just being handed over, the thread that does so
	 * answers afterwards.
	 */
	void expire() {
		try {
			if (refuse(SmsWebhookAnswer.UNAVAILABLE) || advance(ReceptionState.HANDING_OVER, ReceptionState.OVERDUE)) {
				return;
			}
			switch (this.state.get()) {
				case HANDED_OVER -> answerAtDeadline();
				case REFUSED -> answer(SmsWebhookAnswer.UNAVAILABLE, null);
				default -> {
				}
			}
		}
		catch (VirtualMachineError ex) {
			// the answer was not written, so that the next round tries again
		}
	}

	private void answerAtDeadline() {
		if (!isAnswered()) {
			Receipt receipt = this.inbox.receiptAtDeadline();
			answer(SmsWebhookAnswer.of(receipt), receipt);
		}
	}

	private boolean refuse(SmsWebhookAnswer answer) {
		boolean refused = advance(ReceptionState.READING, ReceptionState.REFUSED);
		if (refused) {
			answer(answer, null);
		}
		return refused;
	}

	private void answer(SmsWebhookAnswer answer, @Nullable Receipt receipt) {
		Consumer<SmsWebhookAnswer> answering = this.answering.getAndSet(null);
		if (answering == null) {
			return;
		}
		SmsWebhookAnswer first = (this.decided != null) ? this.decided : answer;
		this.decided = first;
		try {
			record(first, receipt);
			answering.accept(first);
			settle();
		}
		catch (VirtualMachineError ex) {
			// most likely an OutOfMemoryError; the deadline tries again with this answer
			this.answering.set(answering);
			throw ex;
		}
		catch (Throwable ex) {
			settle();
			throw ex;
		}
	}

	private void settle() {
		this.settled = true;
		if (this.waits) {
			this.request.endWait();
		}
	}

	private void record(SmsWebhookAnswer answer, @Nullable Receipt receipt) {
		if (!this.recorded) {
			this.recorded = true;
			SmsNotification notification = (this.state.get() != ReceptionState.REFUSED) ? this.notification : null;
			this.notification = null;
			this.journal.answered(answer, notification, receipt, System.nanoTime() - this.request.startedAt());
		}
	}

	private boolean advance(ReceptionState from, ReceptionState to) {
		return this.state.compareAndSet(from, to);
	}

	private boolean isAnswered() {
		return this.answering.get() == null;
	}

	// an answer that is just being written may still fail, and is repeated then
	boolean isSettled() {
		return this.settled;
	}

	boolean isOlderThan(long nanos, long now) {
		return now - this.request.startedAt() >= nanos;
	}

}
