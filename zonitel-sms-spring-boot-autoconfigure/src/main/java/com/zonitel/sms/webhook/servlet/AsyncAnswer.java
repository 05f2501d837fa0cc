package com.zonitel.sms.webhook.servlet;

import java.util.concurrent.atomic.AtomicBoolean;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.SmsWebhookResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Answer to an asynchronous request, sent at once by whichever thread has it: the
 * container's own may all be busy. Holds a place of the receiver until the container has
 * ended the request.
 */
final class AsyncAnswer implements AsyncListener {

	private static final Log logger = LogFactory.getLog(SmsWebhookRequestHandler.class);

	private final SmsWebhookReceiver receiver;

	private final ContainerExchange exchange;

	private final AsyncContext async;

	private final AtomicBoolean released = new AtomicBoolean();

	private volatile boolean bodyRead;

	private AsyncAnswer(SmsWebhookReceiver receiver, ContainerExchange exchange, AsyncContext async) {
		this.receiver = receiver;
		this.exchange = exchange;
		this.async = async;
	}

	/**
	 * Make a request asynchronous.
	 * @param receiver the receiver, of which the caller {@link SmsWebhookReceiver#tryHold
	 * holds} a place
	 * @param exchange the request
	 * @return the answer, which is still to be written
	 */
	static AsyncAnswer start(SmsWebhookReceiver receiver, ContainerExchange exchange) {
		AsyncContext async;
		try {
			async = exchange.startAsync();
		}
		catch (Throwable ex) {
			receiver.release();
			throw ex;
		}
		AsyncAnswer answer = new AsyncAnswer(receiver, exchange, async);
		async.addListener(answer);
		return answer;
	}

	/**
	 * Note that the body is read as far as it can be, so that the connection may be used
	 * again.
	 */
	void bodyRead() {
		this.bodyRead = true;
	}

	/**
	 * Write the answer.
	 * @param answer the answer
	 * @return {@code false} if a filter of the host has sent another one, a 200
	 */
	boolean write(SmsWebhookResponse answer) {
		boolean closing = !this.bodyRead;
		boolean early = isAcknowledged();
		this.exchange.write(answer, closing, true);
		if (closing) {
			endLater();
		}
		else {
			end();
		}
		return !early;
	}

	private boolean isAcknowledged() {
		try {
			return !this.released.get() && this.exchange.isAcknowledged();
		}
		catch (IllegalStateException ex) {
			// the request had ended already
			return false;
		}
	}

	/**
	 * End the request once its client has had time to read the answer.
	 */
	void endLater() {
		this.receiver.linger(this::end);
	}

	void end() {
		try {
			this.async.complete();
		}
		catch (IllegalStateException ex) {
			logger.debug("Request had ended already");
			release();
		}
	}

	private void release() {
		if (this.released.compareAndSet(false, true)) {
			this.receiver.release();
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		release();
	}

	// otherwise the container would dispatch a broken connection to the host's error page
	@Override
	public void onError(AsyncEvent event) {
		try {
			this.exchange.setStatus(SmsWebhookAnswer.UNAVAILABLE);
		}
		catch (IllegalStateException ex) {
			logger.debug("Request had ended already");
		}
		end();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
	}

}
