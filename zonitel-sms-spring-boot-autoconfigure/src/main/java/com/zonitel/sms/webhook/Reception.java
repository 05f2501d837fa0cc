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

	private final long startedAt;

	private volatile @Nullable SmsNotification handedOver;

	private byte[] buffer;

	private int length;

	Reception(SmsWebhookReceiver receiver, long contentLength, CallerContext context, long startedAt,
			Consumer<WebhookAnswer> answering) {
		this.receiver = receiver;
		this.context = context;
		this.startedAt = startedAt;
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
			answer(WebhookAnswer.CONTENT_TOO_LARGE, null);
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
			if (beginHandover(notification)) {
				accept(notification);
			}
		}
		catch (MalformedNotificationException ex) {
			answer(WebhookAnswer.BAD_REQUEST, null);
		}
	}

	// from here on the deadline is the inbox's and no longer the sender's
	private synchronized boolean beginHandover(SmsNotification notification) {
		if (this.answering.get() == null) {
			return false;
		}
		this.handedOver = notification;
		return true;
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
			answer((result != null) ? toAnswer(result) : WebhookAnswer.UNAVAILABLE, result);
		});
	}

	/**
	 * Give up, since the client is gone.
	 */
	public void abort() {
		if (this.answering.getAndSet(null) != null) {
			this.handedOver = null;
			this.receiver.aborted();
		}
		this.buffer = new byte[0];
	}

	boolean isAnswered() {
		return this.answering.get() == null;
	}

	boolean isOlderThan(long nanos, long now) {
		return now - this.startedAt >= nanos;
	}

	synchronized void expire() {
		if (this.handedOver == null) {
			answer(WebhookAnswer.REQUEST_TIMEOUT, null);
		}
		else {
			Receipt receipt = this.receiver.inbox().receiptAtDeadline();
			answer(toAnswer(receipt), receipt);
		}
	}

	private void answer(WebhookAnswer answer, @Nullable Receipt receipt) {
		Consumer<WebhookAnswer> answering = this.answering.getAndSet(null);
		if (answering != null) {
			SmsNotification notification = this.handedOver;
			this.handedOver = null;
			this.receiver.answered(answer, notification, receipt, System.nanoTime() - this.startedAt);
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
