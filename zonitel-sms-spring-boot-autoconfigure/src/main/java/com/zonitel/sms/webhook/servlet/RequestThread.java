package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
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
	 * @param guard the guard of its response
	 * @param begin the function that begins the reception, given the writer of the answer
	 * @return whether the whole body was read
	 */
	static boolean receive(HttpServletRequest request, ResponseGuard guard,
			Function<Consumer<SmsWebhookAnswer>, SmsWebhookReception> begin) {
		try {
			SmsWebhookReception reception = begin.apply(guard::answer);
			read(request, reception, guard);
			return guard.writeWhenAnswered();
		}
		finally {
			guard.close();
		}
	}

	private static void read(HttpServletRequest request, SmsWebhookReception reception, ResponseGuard guard) {
		try {
			if (reception.readFrom(request.getInputStream())) {
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
	}

}
