package com.zonitel.sms.webhook;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.CallerContext;
import com.zonitel.sms.inbox.MalformedNotificationException;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsNotification;
import org.jspecify.annotations.Nullable;

/**
 * Reception of one request's body by a {@link SmsWebhookReceiver}. Answers exactly once.
 * The methods that take the body are called by one thread at a time; the deadline may
 * strike at any moment.
 *
 * @since 0.1.0
 */
public final class Reception {

	private static final int INITIAL_BUFFER_SIZE = 4096;

	private final SmsWebhookReceiver receiver;

	private final AtomicReference<@Nullable Consumer<WebhookAnswer>> answering;

	private final CallerContext context;

	private final long deadline;

	private volatile boolean handedOver;

	private byte[] buffer;

	private int length;

	Reception(SmsWebhookReceiver receiver, long contentLength, CallerContext context, long deadline,
			Consumer<WebhookAnswer> answering) {
		this.receiver = receiver;
		this.context = context;
		this.deadline = deadline;
		this.answering = new AtomicReference<>(answering);
		this.buffer = new byte[(int) Math.min((contentLength >= 0) ? contentLength : 512, INITIAL_BUFFER_SIZE)];
	}

	/**
	 * Take the next part of the body.
	 * @param bytes the bytes; copied
	 * @param offset the index of the first byte
	 * @param count the number of bytes
	 * @return whether more may follow; {@code false} once the request is answered
	 */
	public boolean append(byte[] bytes, int offset, int count) {
		if (this.answering.get() == null) {
			return false;
		}
		if (count > this.receiver.maxBodySize() - this.length) {
			answer(WebhookAnswer.CONTENT_TOO_LARGE);
			return false;
		}
		int required = this.length + count;
		if (required > this.buffer.length) {
			int grown = (int) Math.min(Math.max(required, this.buffer.length * 2L), this.receiver.maxBodySize());
			this.buffer = Arrays.copyOf(this.buffer, grown);
		}
		System.arraycopy(bytes, offset, this.buffer, this.length, count);
		this.length = required;
		return true;
	}

	/**
	 * Handle the body, which is complete.
	 */
	public void complete() {
		byte[] body = (this.length == this.buffer.length) ? this.buffer : Arrays.copyOf(this.buffer, this.length);
		this.buffer = new byte[0];
		try {
			SmsNotification notification = this.receiver.parse(body, this.context);
			if (beginHandover()) {
				accept(notification);
			}
		}
		catch (MalformedNotificationException ex) {
			answer(WebhookAnswer.BAD_REQUEST);
		}
	}

	// from here on the deadline is the inbox's and no longer the sender's
	private synchronized boolean beginHandover() {
		this.handedOver = (this.answering.get() != null);
		return this.handedOver;
	}

	private void accept(SmsNotification notification) {
		CompletionStage<Receipt> receipt;
		try {
			receipt = this.receiver.inbox().accept(notification);
		}
		catch (RuntimeException ex) {
			receipt = CompletableFuture.failedStage(ex);
		}
		receipt.whenComplete((result, ex) -> {
			if (ex != null) {
				this.receiver.inboxFailed(ex);
			}
			answer((result != null) ? toAnswer(result) : WebhookAnswer.UNAVAILABLE);
		});
	}

	/**
	 * Give up, since the client is gone.
	 */
	public void abort() {
		this.answering.set(null);
		this.buffer = new byte[0];
	}

	boolean isAnswered() {
		return this.answering.get() == null;
	}

	boolean isOverdue(long now) {
		return now - this.deadline >= 0;
	}

	synchronized void expire() {
		answer(this.handedOver ? toAnswer(this.receiver.inbox().receiptAtDeadline()) : WebhookAnswer.REQUEST_TIMEOUT);
	}

	private void answer(WebhookAnswer answer) {
		Consumer<WebhookAnswer> answering = this.answering.getAndSet(null);
		if (answering != null) {
			this.receiver.answered(answer);
			answering.accept(answer);
		}
	}

	private static WebhookAnswer toAnswer(Receipt receipt) {
		return switch (receipt) {
			case ACCEPTED, DUPLICATE -> WebhookAnswer.OK;
			case LISTENER_FAILED -> WebhookAnswer.LISTENER_FAILED;
			case UNAVAILABLE -> WebhookAnswer.UNAVAILABLE;
		};
	}

}
