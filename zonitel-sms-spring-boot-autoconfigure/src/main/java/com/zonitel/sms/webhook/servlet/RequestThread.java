package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.Function;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReception;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Receives a request on its own thread, which waits for the answer. At the deadline
 * another thread answers.
 */
final class RequestThread {

	private RequestThread() {
	}

	/**
	 * Receive a request on the current thread, which is its own.
	 * @param request the request
	 * @param exchange the container's request and response
	 * @param begin the function that begins the reception, given the writer of the answer
	 * @return whether the whole body was read
	 */
	static boolean receive(HttpServletRequest request, ContainerExchange exchange,
			Function<Consumer<SmsWebhookAnswer>, SmsWebhookReception> begin) {
		ResponseGuard guard = new ResponseGuard(exchange);
		try {
			SmsWebhookReception reception = begin.apply(guard::answer);
			boolean read = read(request, reception);
			guard.writeWhenAnswered(!read);
			return read;
		}
		finally {
			guard.close();
		}
	}

	private static boolean read(HttpServletRequest request, SmsWebhookReception reception) {
		boolean read = false;
		try {
			InputStream body = request.getInputStream();
			read = reception.readFrom(body);
			if (read) {
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
