package com.zonitel.sms.webhook;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.CallerContext;
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

	private static final int INITIAL_BUFFER_SIZE = 4096;

	private final SmsNotificationReader reader;

	private final SmsInbox inbox;

	private final SmsWebhookJournal journal;

	private final Request request;

	private final AtomicReference<@Nullable Consumer<SmsWebhookAnswer>> answering;

	private final AtomicReference<State> state = new AtomicReference<>(State.READING);

	private volatile boolean expiring;

	private volatile boolean settled;

	private @Nullable SmsWebhookAnswer decided;

	private boolean recorded;

	private @Nullable SmsNotification notification;

	private byte[] buffer;

	private int length;

	SmsWebhookReception(SmsNotificationReader reader, SmsInbox inbox, SmsWebhookJournal journal, Request request,
			Consumer<SmsWebhookAnswer> answering) {
		this.reader = reader;
		this.inbox = inbox;
		this.journal = journal;
		this.request = request;
		this.answering = new AtomicReference<>(answering);
		this.buffer = new byte[(int) Math.min((request.contentLength() >= 0) ? request.contentLength() : 512,
				INITIAL_BUFFER_SIZE)];
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
		int count = bytes.remaining();
		int maxBodySize = this.request.maxBodySize();
		if (count > maxBodySize - this.length) {
			refuse(SmsWebhookAnswer.CONTENT_TOO_LARGE);
			return false;
		}
		int required = this.length + count;
		if (required > this.buffer.length) {
			int grown = (int) Math.min(Math.max(required, this.buffer.length * 2L), maxBodySize);
			this.buffer = Arrays.copyOf(this.buffer, grown);
		}
		bytes.get(this.buffer, this.length, count);
		this.length = required;
		return true;
	}

	/**
	 * Handle the body, which is complete.
	 */
	public void complete() {
		if (isAnswered()) {
			return;
		}
		byte[] body = (this.length == this.buffer.length) ? this.buffer : Arrays.copyOf(this.buffer, this.length);
		this.buffer = new byte[0];
		if (this.request.captured() != null) {
			this.request.captured().body(body);
		}
		SmsNotification notification;
		try {
			notification = this.reader.read(body, this.request.context());
		}
		catch (MalformedNotificationException ex) {
			refuse(SmsWebhookAnswer.BAD_REQUEST);
			return;
		}
		if (this.request.immediate() && this.inbox.receiptAtDeadline() != Receipt.ACCEPTED) {
			refuse(SmsWebhookAnswer.UNAVAILABLE);
			return;
		}
		this.notification = notification;
		if (advance(State.READING, State.HANDING_OVER)) {
			handOver(notification);
		}
	}

	/**
	 * Give up, since the rest of the body cannot be read. Answers 400, which a client
	 * that is still there can read, or 503 if the server's own read has timed out. Has no
	 * effect once the body is complete.
	 * @param cause why the body cannot be read, or {@code null} if the client is gone
	 */
	public void abort(@Nullable Throwable cause) {
		if (cause != null && isTimeout(cause)) {
			fail(cause);
		}
		else if (advance(State.READING, State.REFUSED)) {
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
		if (advance(State.READING, State.REFUSED)) {
			this.journal.failed(cause);
			answer(SmsWebhookAnswer.UNAVAILABLE, null);
		}
	}

	// every server has exceptions of its own for a read that takes too long
	private static boolean isTimeout(Throwable cause) {
		@Nullable Throwable candidate = cause;
		for (int depth = 0; candidate != null && depth < 5; depth++) {
			if (candidate.getClass().getSimpleName().contains("Timeout")) {
				return true;
			}
			candidate = candidate.getCause();
		}
		return false;
	}

	private void handOver(SmsNotification notification) {
		CompletionStage<Receipt> receipt;
		try {
			receipt = this.inbox.accept(notification);
		}
		catch (Throwable ex) {
			receipt = CompletableFuture.failedStage(ex);
		}
		receipt.whenComplete((result, ex) -> {
			if (ex != null) {
				this.journal.failed(ex);
			}
			answer((result != null) ? SmsWebhookAnswer.of(result) : SmsWebhookAnswer.UNAVAILABLE, result);
		});
		boolean overdue = !advance(State.HANDING_OVER, State.HANDED_OVER);
		if (overdue) {
			this.state.set(State.HANDED_OVER);
		}
		if (overdue || this.request.immediate()) {
			answerAtDeadline();
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
			if (refuse(SmsWebhookAnswer.UNAVAILABLE) || advance(State.HANDING_OVER, State.OVERDUE)) {
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
		finally {
			endExpiration();
		}
	}

	/**
	 * Mark that {@link #expire()} is about to run.
	 * @return {@code false} if an earlier call is still running
	 */
	boolean beginExpiration() {
		boolean begun = !this.expiring;
		this.expiring = true;
		return begun;
	}

	void endExpiration() {
		this.expiring = false;
	}

	private void answerAtDeadline() {
		if (!isAnswered()) {
			Receipt receipt = this.inbox.receiptAtDeadline();
			answer(SmsWebhookAnswer.of(receipt), receipt);
		}
	}

	private boolean refuse(SmsWebhookAnswer answer) {
		boolean refused = advance(State.READING, State.REFUSED);
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
			this.settled = true;
		}
		catch (VirtualMachineError ex) {
			// most likely an OutOfMemoryError; the deadline tries again with this answer
			this.answering.set(answering);
			throw ex;
		}
		catch (Throwable ex) {
			this.settled = true;
			throw ex;
		}
	}

	private void record(SmsWebhookAnswer answer, @Nullable Receipt receipt) {
		if (!this.recorded) {
			this.recorded = true;
			SmsNotification notification = (this.state.get() != State.REFUSED) ? this.notification : null;
			this.notification = null;
			this.journal.answered(answer, notification, receipt, System.nanoTime() - this.request.startedAt());
		}
	}

	private boolean advance(State from, State to) {
		return this.state.compareAndSet(from, to);
	}

	private boolean isAnswered() {
		return this.answering.get() == null;
	}

	/**
	 * Return whether the deadline has nothing left to do. An answer that is just being
	 * written may still fail, and has to be repeated then.
	 * @return whether the answer was written, or cannot be written
	 */
	boolean isSettled() {
		return this.settled;
	}

	boolean isOlderThan(long nanos, long now) {
		return now - this.request.startedAt() >= nanos;
	}

	/**
	 * What a reception needs to know of its request.
	 *
	 * @param contentLength the declared length of the body in bytes, or -1
	 * @param maxBodySize the largest body accepted, in bytes
	 * @param startedAt when the head was there, as of {@link System#nanoTime()}
	 * @param context the context in which the request came
	 * @param immediate whether the request is answered as soon as the inbox has been
	 * given the notification
	 * @param captured the capture of the request, or {@code null} if it is not captured
	 */
	record Request(long contentLength, int maxBodySize, long startedAt, CallerContext context, boolean immediate,
			@Nullable CapturedRequest captured) {

	}

	/**
	 * How far the reception has come.
	 */
	private enum State {

		READING, REFUSED, HANDING_OVER, HANDED_OVER, OVERDUE

	}

}
