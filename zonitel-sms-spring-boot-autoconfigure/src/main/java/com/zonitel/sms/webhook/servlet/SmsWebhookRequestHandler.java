package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.SmsWebhookReception;
import com.zonitel.sms.webhook.SmsWebhookResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.HttpRequestHandler;

/**
 * Translates servlet requests for a {@link SmsWebhookReceiver}. No container thread is
 * held while a body arrives or a listener runs.
 *
 * @since 0.1.0
 */
public class SmsWebhookRequestHandler implements HttpRequestHandler {

	private static final int CHUNK_SIZE = 2048;

	private static final Log logger = LogFactory.getLog(SmsWebhookRequestHandler.class);

	private static final AsyncListener END_ON_ERROR = new EndOnError();

	private final SmsWebhookReceiver receiver;

	/**
	 * Create a new instance.
	 * @param receiver the receiving core
	 */
	public SmsWebhookRequestHandler(SmsWebhookReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ServletSmsWebhookRequest head = new ServletSmsWebhookRequest(request);
		SmsWebhookResponse refusal = this.receiver.refuse(head);
		if (refusal != null) {
			refuse(request, response, refusal);
		}
		else if (request.isAsyncSupported()) {
			receive(head, request, response);
		}
		else {
			receiveBlocking(head, request, response);
		}
	}

	/**
	 * Answer a request whose body stays unread. A container may read what is left of it
	 * on the request's thread, for as long as the client likes; but not of an
	 * asynchronous request that is the last of its connection.
	 */
	private void refuse(HttpServletRequest request, HttpServletResponse response, SmsWebhookResponse answer)
			throws IOException {
		boolean unread = isBodyOutstanding(request);
		if (!unread || !request.isAsyncSupported()) {
			tryWrite(request, response, answer, unread);
			return;
		}
		AsyncContext async = startAsync(request, response);
		tryWrite(request, response, answer, true);
		this.receiver.linger(() -> complete(async));
	}

	private static boolean isBodyOutstanding(HttpServletRequest request) throws IOException {
		long length = request.getContentLengthLong();
		if (length <= 0) {
			return request.getHeader("Transfer-Encoding") != null;
		}
		// a container that has not said so yet says '100 Continue' when the stream is
		// asked for
		return request.getHeader("Expect") != null || request.getInputStream().available() < length;
	}

	private void receive(ServletSmsWebhookRequest head, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		AsyncContext async = startAsync(request, response);
		BodyReader reader = new BodyReader(this.receiver, head, async);
		try {
			reader.input.setReadListener(reader);
		}
		catch (UnsupportedOperationException ex) {
			// a mock of a test, or a copy of the body that a filter of the host has made
			reader.readBlocking();
		}
	}

	private static AsyncContext startAsync(HttpServletRequest request, HttpServletResponse response) {
		AsyncContext async = request.startAsync(request, response);
		async.setTimeout(0);
		async.addListener(END_ON_ERROR);
		return async;
	}

	private static void complete(AsyncContext async) {
		try {
			async.complete();
		}
		catch (IllegalStateException ex) {
			logger.debug("Request had ended already");
		}
	}

	// for a host with a filter that does not support asynchronous requests
	private void receiveBlocking(ServletSmsWebhookRequest head, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		CompletableFuture<SmsWebhookAnswer> answer = new CompletableFuture<>();
		SmsWebhookReception reception = this.receiver.receive(head, answer::complete);
		try {
			append(request.getInputStream(), reception);
			reception.complete();
		}
		catch (IOException ex) {
			reception.abort();
		}
		tryWrite(request, response, answer.join(), false);
	}

	private static void append(InputStream input, SmsWebhookReception reception) throws IOException {
		byte[] chunk = new byte[CHUNK_SIZE];
		int count = input.read(chunk);
		while (count >= 0 && reception.append(ByteBuffer.wrap(chunk, 0, count))) {
			count = input.read(chunk);
		}
	}

	private static void tryWrite(HttpServletRequest request, HttpServletResponse response, SmsWebhookResponse answer,
			boolean last) {
		try {
			write(request, response, answer, last);
		}
		catch (IOException | RuntimeException ex) {
			// the client has broken off, and the request is still to be ended
			logger.debug("Answer could not be written: " + ex.getClass().getName());
		}
	}

	private static void write(HttpServletRequest request, HttpServletResponse response, SmsWebhookResponse answer,
			boolean last) throws IOException {
		if (last && request.getProtocol().startsWith("HTTP/1")) {
			response.setHeader("Connection", "close");
		}
		response.setStatus(answer.status());
		response.setHeader("Cache-Control", "no-store");
		if (answer.headerName() != null) {
			response.setHeader(answer.headerName(), answer.headerValue());
		}
		byte[] body = answer.body();
		response.setContentLength(body.length);
		if (body.length > 0) {
			response.setContentType("application/json");
			response.getOutputStream().write(body);
		}
		if (last) {
			response.flushBuffer();
		}
	}

	/**
	 * Ends a request whose client has broken off, for which the container would have the
	 * host render an error page. What has no answer yet must not look acknowledged.
	 */
	private static final class EndOnError implements AsyncListener {

		@Override
		public void onError(AsyncEvent event) {
			AsyncContext async = event.getAsyncContext();
			try {
				((HttpServletResponse) async.getResponse()).setStatus(SmsWebhookAnswer.UNAVAILABLE.status());
			}
			catch (IllegalStateException ex) {
				logger.debug("Request had ended already");
			}
			SmsWebhookRequestHandler.complete(async);
		}

		@Override
		public void onComplete(AsyncEvent event) {
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

	/**
	 * Feeds a reception with a body as it arrives.
	 */
	private static final class BodyReader implements ReadListener {

		private final SmsWebhookReceiver receiver;

		private final HttpServletRequest request;

		private final AsyncContext async;

		private final ServletInputStream input;

		private final SmsWebhookReception reception;

		private final CompletableFuture<SmsWebhookAnswer> answered = new CompletableFuture<>();

		private volatile boolean complete;

		BodyReader(SmsWebhookReceiver receiver, ServletSmsWebhookRequest head, AsyncContext async) throws IOException {
			this.receiver = receiver;
			this.async = async;
			this.request = (HttpServletRequest) async.getRequest();
			this.input = this.request.getInputStream();
			this.reception = receiver.receive(head, this::answer);
		}

		private void answer(SmsWebhookAnswer answer) {
			boolean unread = !this.complete;
			HttpServletResponse response = (HttpServletResponse) this.async.getResponse();
			tryWrite(this.request, response, answer, unread);
			if (unread) {
				this.receiver.linger(() -> SmsWebhookRequestHandler.complete(this.async));
			}
			else {
				SmsWebhookRequestHandler.complete(this.async);
			}
			this.answered.complete(answer);
		}

		void readBlocking() {
			try {
				append(this.input, this.reception);
				onAllDataRead();
			}
			catch (IOException ex) {
				onError(ex);
			}
			this.answered.join();
		}

		@Override
		public void onDataAvailable() throws IOException {
			byte[] chunk = new byte[CHUNK_SIZE];
			while (this.input.isReady() && !this.input.isFinished()) {
				int count = this.input.read(chunk);
				if (count < 0 || !this.reception.append(ByteBuffer.wrap(chunk, 0, count))) {
					return;
				}
			}
		}

		@Override
		public void onAllDataRead() {
			this.complete = true;
			this.reception.complete();
		}

		@Override
		public void onError(Throwable ex) {
			this.complete = true;
			this.reception.abort();
		}

	}

}
