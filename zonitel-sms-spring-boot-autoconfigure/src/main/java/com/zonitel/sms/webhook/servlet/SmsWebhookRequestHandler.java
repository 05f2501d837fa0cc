package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import com.zonitel.sms.webhook.DirectLane;
import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.SmsWebhookReception;
import com.zonitel.sms.webhook.SmsWebhookResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.HttpRequestHandler;

/**
 * Translates servlet requests for a {@link SmsWebhookReceiver}. A limited number of
 * requests is received on the container's own threads, as long as these are quick. All
 * others hold no thread of the container, neither while a body arrives nor while a
 * listener runs. Exceptions are a host with a filter that does not support asynchronous
 * requests or replaces the response, where each request holds its thread, and one with a
 * filter that replaces the stream of the body, where a request holds its thread while the
 * body arrives.
 *
 * @since 0.1.0
 */
public class SmsWebhookRequestHandler implements HttpRequestHandler {

	private static final int OVERLOAD_THREADS = 32;

	private static final int OVERLOAD_QUEUE = 200;

	private static final long OVERLOAD_WAIT_MILLIS = 500;

	// such a body most often arrives with its head
	private static final int MAX_DIRECT_BODY = 8192;

	private static final String ASYNC_UNSUPPORTED = "A filter of the application does not support asynchronous"
			+ " requests, so that each request to the SMS webhook holds a thread of the server until it is answered."
			+ " Declare every filter that the webhook's path passes with 'asyncSupported' (of @WebFilter or"
			+ " FilterRegistrationBean) or <async-supported> (in web.xml)";

	private static final String RESPONSE_REPLACED = "A filter of the application replaces the response of the SMS"
			+ " webhook, so that requests hold a thread of the server until they are answered while listeners are"
			+ " slow. Exclude the webhook's path from filters that compress, cache or rewrite responses";

	private static final String ANSWERED_BY_FILTER = "A filter of the application has sent a 200 for a request to the"
			+ " SMS webhook before the webhook could answer. From now on requests hold a thread of the server until"
			+ " they are answered while listeners are slow. Let no filter write to or flush the response of the"
			+ " webhook's path once an asynchronous request has been started";

	private static final Log logger = LogFactory.getLog(SmsWebhookRequestHandler.class);

	private final SmsWebhookReceiver receiver;

	private final DirectLane directLane;

	private final Semaphore overloadThreads = new Semaphore(OVERLOAD_THREADS);

	private final Set<String> warnings = ConcurrentHashMap.newKeySet();

	private volatile boolean answeredByFilter;

	/**
	 * Create a new instance.
	 * @param receiver the receiving core
	 * @param maxDirect the number of the server's threads on which listeners may run at
	 * once
	 */
	public SmsWebhookRequestHandler(SmsWebhookReceiver receiver, int maxDirect) {
		this.receiver = receiver;
		this.directLane = receiver.openDirectLane(maxDirect);
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) {
		ServletSmsWebhookRequest head = new ServletSmsWebhookRequest(request);
		ContainerExchange exchange = new ContainerExchange(request, response);
		SmsWebhookResponse refusal = this.receiver.refuse(head);
		if (refusal != null) {
			refuse(exchange, refusal);
		}
		else if (!request.isAsyncSupported()) {
			warnOnce(ASYNC_UNSUPPORTED);
			receiveOnThread(request, exchange, false, (answering) -> this.receiver.receive(head, answering));
		}
		else if (this.receiver.tryHold()) {
			receiveHeld(head, request, exchange);
		}
		else {
			receiveImmediately(head, request, exchange);
		}
	}

	private void refuse(ContainerExchange exchange, SmsWebhookResponse answer) {
		boolean unread = exchange.isBodyOutstanding();
		exchange.write(answer, unread, unread);
		if (unread) {
			endUnread(exchange);
		}
	}

	private void receiveOnThread(HttpServletRequest request, ContainerExchange exchange, boolean mayRunListeners,
			Function<Consumer<SmsWebhookAnswer>, SmsWebhookReception> begin) {
		boolean read = RequestThread.receive(request, exchange, mayRunListeners, begin);
		if (!read) {
			endUnread(exchange);
		}
	}

	/**
	 * End a request that is answered although its body is not read to the end. A
	 * container may read the rest of it on the request's thread, for as long as the
	 * client likes, unless the request is asynchronous and its connection is closed: this
	 * method sees to the former.
	 */
	private void endUnread(ContainerExchange exchange) {
		if (!exchange.isAsyncSupportedOnceAnswered()) {
			return;
		}
		if (this.receiver.tryHoldRefused()) {
			AsyncAnswer.start(this.receiver, exchange).endLater();
		}
		else {
			exchange.startAsync().complete();
		}
	}

	private void receiveHeld(ServletSmsWebhookRequest head, HttpServletRequest request, ContainerExchange exchange) {
		DirectLane.Permit permit = directPermit(head, exchange);
		if (permit != null) {
			receiveDirectly(head, request, exchange, permit);
			return;
		}
		if (exchange.isOfContainer() && (exchange.isResponseReplaced() || this.answeredByFilter)) {
			warnOnce(this.answeredByFilter ? ANSWERED_BY_FILTER : RESPONSE_REPLACED);
			receiveAndReturn(head, request, exchange);
			return;
		}
		AsyncAnswer answer = AsyncAnswer.start(this.receiver, exchange);
		if (exchange.isOfContainer()) {
			receive(head, request, answer, (response) -> write(answer, response));
		}
		else {
			receiveAndWait(head, request, answer);
		}
	}

	private DirectLane.@Nullable Permit directPermit(ServletSmsWebhookRequest head, ContainerExchange exchange) {
		long length = head.contentLength();
		if (length <= 0 || length > MAX_DIRECT_BODY || !exchange.isOfContainer() || RequestContext.isTransactional()) {
			return null;
		}
		return this.directLane.tryEnter();
	}

	private void receiveDirectly(ServletSmsWebhookRequest head, HttpServletRequest request, ContainerExchange exchange,
			DirectLane.Permit permit) {
		try {
			receiveOnThread(request, exchange, true,
					(answering) -> this.receiver.receiveDirectly(head, permit, answering));
		}
		finally {
			permit.leave();
			this.receiver.release();
		}
	}

	private void receiveAndReturn(ServletSmsWebhookRequest head, HttpServletRequest request,
			ContainerExchange exchange) {
		try {
			receiveOnThread(request, exchange, false, (answering) -> this.receiver.receive(head, answering));
		}
		finally {
			this.receiver.release();
		}
	}

	private void write(AsyncAnswer answer, SmsWebhookResponse response) {
		if (!answer.write(response)) {
			this.answeredByFilter = true;
			warnOnce(ANSWERED_BY_FILTER);
		}
	}

	private void receiveAndWait(ServletSmsWebhookRequest head, HttpServletRequest request, AsyncAnswer answer) {
		CompletableFuture<SmsWebhookResponse> written = new CompletableFuture<>();
		receive(head, request, answer, (response) -> {
			answer.write(response);
			written.complete(response);
		});
		written.join();
	}

	private void receive(ServletSmsWebhookRequest head, HttpServletRequest request, AsyncAnswer answer,
			Consumer<SmsWebhookAnswer> answering) {
		SmsWebhookReception reception;
		try {
			reception = this.receiver.receive(head, answering);
		}
		catch (Throwable ex) {
			answer.write(this.receiver.refuse(ex));
			throw ex;
		}
		try {
			new BodyReader(request.getInputStream(), reception, answer).read();
		}
		catch (IOException | RuntimeException ex) {
			reception.fail(ex);
		}
	}

	// all places are taken: the request is answered on its own thread, and does not wait
	// for listeners
	private void receiveImmediately(ServletSmsWebhookRequest head, HttpServletRequest request,
			ContainerExchange exchange) {
		if (!awaitOverloadThread()) {
			exchange.write(this.receiver.refuseOverload(), true, true);
			return;
		}
		try {
			receiveOnThread(request, exchange, false, (answering) -> this.receiver.receiveImmediately(head, answering));
		}
		finally {
			this.overloadThreads.release();
		}
	}

	// the number of virtual threads has no limit, so that of waiting ones needs one
	private boolean awaitOverloadThread() {
		try {
			return this.overloadThreads.tryAcquire() || (this.overloadThreads.getQueueLength() < OVERLOAD_QUEUE
					&& this.overloadThreads.tryAcquire(OVERLOAD_WAIT_MILLIS, TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void warnOnce(String message) {
		if (this.warnings.add(message)) {
			logger.warn(message);
		}
	}

}
