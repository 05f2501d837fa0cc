package com.zonitel.sms.webhook.servlet;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which thread touches the response of a request that is not asynchronous. The
 * request's own thread writes the answer once it has read the body. If another thread has
 * the answer earlier, that thread writes it, and the request's own thread touches nothing
 * any more. The request never returns to the container while another thread still writes.
 */
final class ResponseGuard {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition answered = this.lock.newCondition();

	private final Thread owner = Thread.currentThread();

	private final ContainerExchange exchange;

	private final boolean mayRunListeners;

	private volatile boolean bodyRead;

	private boolean busy = true;

	private boolean written;

	private @Nullable SmsWebhookAnswer answer;

	/**
	 * Create a new instance on the request's own thread.
	 * @param exchange the request
	 * @param mayRunListeners whether listeners may run on this thread: a further request
	 * on the same connection would wait for them
	 */
	ResponseGuard(ContainerExchange exchange, boolean mayRunListeners) {
		this.exchange = exchange;
		this.mayRunListeners = mayRunListeners;
	}

	/**
	 * Take the answer and write it, if the request's own thread is busy. May be called on
	 * any thread.
	 * @param answer the answer
	 */
	void answer(SmsWebhookAnswer answer) {
		this.lock.lock();
		try {
			this.answer = answer;
			if (!this.written && this.busy && Thread.currentThread() != this.owner) {
				this.exchange.writeWhileBusy(answer, this.mayRunListeners || !this.bodyRead);
				this.written = true;
			}
			this.answered.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Note that the whole body is read, so that the connection may be used again.
	 */
	void bodyRead() {
		this.bodyRead = true;
	}

	/**
	 * Wait for the answer and write it, unless another thread has written it. To be
	 * called on the request's own thread, when nothing else keeps it busy.
	 */
	void writeWhenAnswered() {
		this.lock.lock();
		try {
			this.busy = false;
			while (this.answer == null) {
				this.answered.awaitUninterruptibly();
			}
			if (!this.written) {
				this.written = true;
				this.exchange.writeBeforeReturn(this.answer, !this.bodyRead);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End the exchange: no other thread touches the response from now on.
	 */
	void close() {
		this.lock.lock();
		try {
			this.written = true;
		}
		finally {
			this.lock.unlock();
		}
	}

}
