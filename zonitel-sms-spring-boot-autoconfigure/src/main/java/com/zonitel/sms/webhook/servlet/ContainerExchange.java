package com.zonitel.sms.webhook.servlet;

import java.io.IOException;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Request and response of the container, without what filters of the host have wrapped
 * around them. A wrapped response may keep an answer until its filter has returned, or
 * drop it when the request is asynchronous.
 */
final class ContainerExchange {

	// an attribute of Tomcat, which other containers ignore
	private static final String TOMCAT_ASYNC_SUPPORTED = "org.apache.catalina.ASYNC_SUPPORTED";

	private static final Log logger = LogFactory.getLog(SmsWebhookRequestHandler.class);

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final boolean responseReplaced;

	ContainerExchange(HttpServletRequest request, HttpServletResponse response) {
		this.request = unwrap(request);
		this.response = unwrap(response);
		this.responseReplaced = isReplaced(response);
	}

	private static HttpServletRequest unwrap(HttpServletRequest request) {
		ServletRequest candidate = request;
		while (candidate instanceof ServletRequestWrapper wrapper) {
			candidate = wrapper.getRequest();
		}
		return (candidate instanceof HttpServletRequest http) ? http : request;
	}

	private static HttpServletResponse unwrap(HttpServletResponse response) {
		ServletResponse candidate = response;
		while (candidate instanceof ServletResponseWrapper wrapper) {
			candidate = wrapper.getResponse();
		}
		return (candidate instanceof HttpServletResponse http) ? http : response;
	}

	// those of Spring write nothing of their own once a request is asynchronous
	private static boolean isReplaced(HttpServletResponse response) {
		ServletResponse candidate = response;
		while (candidate instanceof ServletResponseWrapper wrapper) {
			if (!wrapper.getClass().getName().startsWith("org.springframework.")) {
				return true;
			}
			candidate = wrapper.getResponse();
		}
		return false;
	}

	/**
	 * Return whether a filter of the host has replaced the response. Such a filter often
	 * writes to the container's own once the handler has returned, whether the request is
	 * answered or not: that would be a 200 for what nobody has taken.
	 * @return whether the handler must not return before the request is answered
	 */
	boolean isResponseReplaced() {
		return this.responseReplaced;
	}

	/**
	 * Return whether somebody else has sent a 200.
	 * @return whether the response is sent with the status that it has by default
	 */
	boolean isAcknowledged() {
		return this.response.isCommitted() && this.response.getStatus() == HttpServletResponse.SC_OK;
	}

	/**
	 * Return whether a stream is the container's own. That of a wrapper often has a
	 * {@code setReadListener} that does nothing, or throws anything.
	 * @param input the stream
	 * @return whether the stream keeps the promises of {@code setReadListener}
	 */
	static boolean isOfContainer(ServletInputStream input) {
		return isTypeOfContainer(input.getClass().getName());
	}

	private static boolean isTypeOfContainer(String type) {
		return type.startsWith("org.apache.catalina.") || type.startsWith("org.eclipse.jetty.")
				|| type.startsWith("io.undertow.");
	}

	/**
	 * Return whether the request is one of a container that is known to end asynchronous
	 * requests by itself. A mock of a test has its answer when the handler returns, or
	 * never.
	 * @return whether the thread of the request need not wait for the answer
	 */
	boolean isOfContainer() {
		return isTypeOfContainer(this.request.getClass().getName());
	}

	/**
	 * Return whether the request can be made asynchronous once it is answered, although a
	 * filter does not support that: Tomcat would read the rest of the body on the
	 * request's thread otherwise, for as long as the client likes.
	 * @return whether {@link #startAsync} can be called after the answer
	 */
	boolean isAsyncSupportedOnceAnswered() {
		if (!this.request.isAsyncSupported()) {
			this.request.setAttribute(TOMCAT_ASYNC_SUPPORTED, Boolean.TRUE);
		}
		return this.request.isAsyncSupported();
	}

	AsyncContext startAsync() {
		AsyncContext async = this.request.startAsync(this.request, this.response);
		async.setTimeout(0);
		return async;
	}

	boolean isBodyOutstanding() {
		long length = this.request.getContentLengthLong();
		if (length <= 0) {
			return this.request.getHeader("Transfer-Encoding") != null;
		}
		// a container that is asked for the stream sends '100 Continue', unless it has
		// done so
		return this.request.getHeader("Expect") != null || isLongerThanAvailable(length);
	}

	private boolean isLongerThanAvailable(long length) {
		try {
			ServletInputStream input = this.request.getInputStream();
			return !input.isFinished() && input.available() < length;
		}
		catch (IOException | IllegalStateException ex) {
			return true;
		}
	}

	/**
	 * Write an answer, unless the client has broken off.
	 * @param answer the answer
	 * @param closing whether the connection is closed afterwards
	 * @param flush whether to send the answer at once and end the response, and not when
	 * the container does
	 */
	void write(SmsWebhookResponse answer, boolean closing, boolean flush) {
		write(answer, closing, flush, flush);
	}

	private void write(SmsWebhookResponse answer, boolean closing, boolean flush, boolean end) {
		try {
			tryWrite(answer, closing, flush, end);
		}
		catch (IOException | RuntimeException ex) {
			logNotWritten(ex);
		}
	}

	/**
	 * Write an answer on the request's own thread, before that returns to the host's
	 * filters. These may change nothing but the body of an acknowledgement.
	 * @param answer the answer
	 * @param closing whether the connection is closed afterwards
	 */
	void writeBeforeReturn(SmsWebhookResponse answer, boolean closing) {
		if (answer == SmsWebhookAnswer.OK && !closing) {
			acknowledge(this.responseReplaced);
		}
		else {
			write(answer, closing, true, !isOfTomcat());
		}
	}

	/**
	 * Write an answer at once, on any thread, while the request's own is busy. The host's
	 * filters may change nothing later but the body of an acknowledgement.
	 * @param answer the answer
	 * @param closing whether the connection is closed afterwards
	 */
	void writeWhileBusy(SmsWebhookResponse answer, boolean closing) {
		if (answer == SmsWebhookAnswer.OK && !closing) {
			acknowledge(true);
		}
		else {
			// a flush does not end the stream of HTTP/2, and a thread that stays busy
			// cannot
			write(answer, closing, true, !isOfTomcat() || !isHttp1());
		}
	}

	// neither with a length nor by the stream, so that filters may write what they like
	private void acknowledge(boolean flush) {
		try {
			setHead(SmsWebhookAnswer.OK);
			if (flush) {
				this.response.flushBuffer();
			}
		}
		catch (IOException | RuntimeException ex) {
			logNotWritten(ex);
		}
	}

	// what a filter writes after a refusal, Tomcat drops once and as long as the response
	// is open, and Jetty once it is closed; else each throws an exception into it
	private boolean isOfTomcat() {
		return this.request.getClass().getName().startsWith("org.apache.catalina.");
	}

	private boolean isHttp1() {
		return this.request.getProtocol().startsWith("HTTP/1");
	}

	private void tryWrite(SmsWebhookResponse answer, boolean closing, boolean flush, boolean end) throws IOException {
		byte[] body = answer.body();
		ServletOutputStream output = (flush || body.length > 0) ? output() : null;
		if (closing && isHttp1()) {
			this.response.setHeader("Connection", "close");
		}
		setHead(answer);
		this.response.setContentLength(body.length);
		if (output != null && body.length > 0) {
			this.response.setContentType("application/json");
			output.write(body);
		}
		if (output != null && flush) {
			this.response.flushBuffer();
		}
		if (output != null && end) {
			// a flush does not end the stream of HTTP/2
			output.close();
		}
	}

	private void setHead(SmsWebhookResponse answer) {
		this.response.setStatus(answer.status());
		this.response.setHeader("Cache-Control", "no-store");
		if (answer.headerName() != null) {
			this.response.setHeader(answer.headerName(), answer.headerValue());
		}
	}

	private static void logNotWritten(Exception ex) {
		logger.debug("Answer could not be written: " + ex.getClass().getName());
	}

	// a filter may have asked for the writer, which excludes the stream
	private ServletOutputStream output() throws IOException {
		try {
			return this.response.getOutputStream();
		}
		catch (IllegalStateException ex) {
			this.response.reset();
			return this.response.getOutputStream();
		}
	}

	void setStatus(SmsWebhookResponse answer) {
		this.response.setStatus(answer.status());
	}

}
