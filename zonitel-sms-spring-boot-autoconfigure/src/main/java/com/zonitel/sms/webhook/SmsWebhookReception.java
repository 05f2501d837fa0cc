package com.zonitel.sms.webhook;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.Receipt;
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

	private final SmsWebhookReceiver receiver;

	private final AtomicReference<@Nullable Consumer<SmsWebhookAnswer>> answering;

	private final CallerContext context;

	private final long startedAt;

	private final @Nullable CapturedRequest captured;

	private final AtomicReference<State> state = new AtomicReference<>(State.READING);

	private @Nullable SmsNotification notification;

	private byte[] buffer;

	private int length;

	SmsWebhookReception(SmsWebhookReceiver receiver, long contentLength, CallerContext context, long startedAt,
			Consumer<SmsWebhookAnswer> answering, @Nullable CapturedRequest captured) {
		this.receiver = receiver;
		this.context = context;
		this.startedAt = startedAt;
		this.captured = captured;
		this.answering = new AtomicReference<>(answering);
		this.buffer = new byte[(int) Math.min((contentLength >= 0) ? contentLength : 512, INITIAL_BUFFER_SIZE)];
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
		if (count > this.receiver.maxBodySize() - this.length) {
			refuse(SmsWebhookAnswer.CONTENT_TOO_LARGE);
			return false;
		}
		int required = this.length + count;
		if (required > this.buffer.length) {
			int grown = (int) Math.min(Math.max(required, this.buffer.length * 2L), this.receiver.maxBodySize());
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
		if (this.captured != null) {
			this.captured.body(body);
		}
		SmsNotification notification;
		try {
			notification = this.receiver.parse(body, this.context);
		}
		catch (MalformedNotificationException ex) {
			refuse(SmsWebhookAnswer.BAD_REQUEST);
			return;
		}
		this.notification = notification;
		if (advance(State.READING, State.HANDING_OVER)) {
			handOver(notification);
		}
	}

	/**
	 * Give up, since the body has broken off. Answered as malformed, in case that the
	 * client still listens. Without effect once the body is complete.
	 */
	public void abort() {
		if (advance(State.READING, State.REFUSED)) {
			this.receiver.aborted();
			Consumer<SmsWebhookAnswer> answering = this.answering.getAndSet(null);
			if (answering != null) {
				answering.accept(SmsWebhookAnswer.BAD_REQUEST);
			}
		}
	}

	private void handOver(SmsNotification notification) {
		CompletionStage<Receipt> receipt;
		try {
			receipt = this.receiver.inbox().accept(notification);
		}
		catch (Throwable ex) {
			receipt = CompletableFuture.failedStage(ex);
		}
		receipt.whenComplete((result, ex) -> {
			if (ex != null) {
				this.receiver.failed(ex);
			}
			answer((result != null) ? toAnswer(result) : SmsWebhookAnswer.UNAVAILABLE, result);
		});
		if (!advance(State.HANDING_OVER, State.HANDED_OVER)) {
			answerAtDeadline();
		}
	}

	/**
	 * Answer, since the deadline has passed. Up to the handover it is the sender's; after
	 * it, what the inbox says holds; in between, the inbox has yet to say whether it
	 * takes the notification at all.
	 */
	void expire() {
		// in the order of the states, so that none is missed while they advance
		if (!refuse(SmsWebhookAnswer.REQUEST_TIMEOUT) && !advance(State.HANDING_OVER, State.OVERDUE)
				&& this.state.get() == State.HANDED_OVER) {
			answerAtDeadline();
		}
	}

	/**
	 * Answer what the inbox says holds for what it has been handed.
	 */
	void answerAtDeadline() {
		if (!isAnswered()) {
			Receipt receipt = this.receiver.inbox().receiptAtDeadline();
			answer(toAnswer(receipt), receipt);
		}
	}

	// what is refused is never handed over, and what is handed over is never refused
	private boolean refuse(SmsWebhookAnswer answer) {
		boolean refused = advance(State.READING, State.REFUSED);
		if (refused) {
			answer(answer, null);
		}
		return refused;
	}

	private void answer(SmsWebhookAnswer answer, @Nullable Receipt receipt) {
		Consumer<SmsWebhookAnswer> answering = this.answering.getAndSet(null);
		if (answering != null) {
			SmsNotification notification = (this.state.get() != State.REFUSED) ? this.notification : null;
			this.notification = null;
			try {
				this.receiver.answered(answer, notification, receipt, System.nanoTime() - this.startedAt);
			}
			finally {
				answering.accept(answer);
			}
		}
	}

	private boolean advance(State from, State to) {
		return this.state.compareAndSet(from, to);
	}

	boolean isAnswered() {
		return this.answering.get() == null;
	}

	boolean isWaiting() {
		return this.state.get() == State.HANDED_OVER && !isAnswered();
	}

	boolean isOlderThan(long nanos, long now) {
		return now - this.startedAt >= nanos;
	}

	private static SmsWebhookAnswer toAnswer(Receipt receipt) {
		return switch (receipt) {
			case ACCEPTED, DUPLICATE -> SmsWebhookAnswer.OK;
			case LISTENER_FAILED -> SmsWebhookAnswer.LISTENER_FAILED;
			case UNAVAILABLE -> SmsWebhookAnswer.UNAVAILABLE;
		};
	}

	/**
	 * How far the reception has come.
	 */
	private enum State {

		READING, REFUSED, HANDING_OVER, HANDED_OVER, OVERDUE

	}

}
