package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReception;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Receives a request on its own thread, which waits for the answer. Another thread may
 * answer first: one of the inbox, or that of the deadline.
 */
final class RequestThread {

	private RequestThread() {
	}

	/**
	 * Receive a request on the current thread, which is its own.
	 * @param request the request
	 * @param exchange the container's request and response
	 * @param mayRunListeners whether listeners may run on the current thread
	 * @param begin the function that begins the reception, given the writer of the answer
	 * @return whether the whole body was read
	 */
	static boolean receive(HttpServletRequest request, ContainerExchange exchange, boolean mayRunListeners,
			Function<Consumer<SmsWebhookAnswer>, SmsWebhookReception> begin) {
		ResponseGuard guard = new ResponseGuard(exchange, mayRunListeners);
		try {
			SmsWebhookReception reception = begin.apply(guard::answer);
			boolean read = read(request, reception, guard);
			guard.writeWhenAnswered();
			return read;
		}
		finally {
			guard.close();
		}
	}

	private static boolean read(HttpServletRequest request, SmsWebhookReception reception, ResponseGuard guard) {
		boolean read = false;
		try {
			read = reception.readFrom(request.getInputStream());
			if (read) {
				guard.bodyRead();
				RequestContext.runWithout(reception::complete);
			}
		}
		catch (IOException ex) {
			reception.abort(ex);
		}
		catch (Throwable ex) {
			reception.fail(ex);
		}
		return read;
	}

}
