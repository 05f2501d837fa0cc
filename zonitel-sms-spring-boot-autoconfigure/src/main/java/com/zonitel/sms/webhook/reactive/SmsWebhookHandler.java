package com.zonitel.sms.webhook.reactive;

import java.util.function.Supplier;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.SmsWebhookReception;
import com.zonitel.sms.webhook.SmsWebhookRequest;
import com.zonitel.sms.webhook.SmsWebhookResponse;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Translates reactive exchanges for a {@link SmsWebhookReceiver}. Nothing blocks, and
 * listeners run on other threads.
 *
 * @since 0.1.0
 */
public class SmsWebhookHandler implements WebHandler {

	private static final Log logger = LogFactory.getLog(SmsWebhookHandler.class);

	private static final boolean PROPAGATION_PRESENT = ClassUtils
		.isPresent("io.micrometer.context.ContextSnapshotFactory", SmsWebhookHandler.class.getClassLoader());

	private final SmsWebhookReceiver receiver;

	/**
	 * Create a new instance.
	 * @param receiver the receiving core
	 */
	public SmsWebhookHandler(SmsWebhookReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ReactiveSmsWebhookRequest head = new ReactiveSmsWebhookRequest(exchange);
		SmsWebhookResponse refusal = this.receiver.refuse(head);
		if (refusal != null) {
			boolean unread = isBodyOutstanding(exchange.getRequest());
			return write(() -> tryWrite(exchange.getResponse(), refusal, unread));
		}
		return Mono.using(this.receiver::tryHold, (held) -> receive(head, exchange, held), this::release);
	}

	private void release(boolean held) {
		if (held) {
			this.receiver.release();
		}
	}

	private Mono<Void> receive(SmsWebhookRequest head, ServerWebExchange exchange, boolean held) {
		return Mono.<BodyReader>create((sink) -> receive(head, exchange, held, sink)).flatMap((reader) -> write(() -> {
			Mono<Void> written = tryWrite(exchange.getResponse(), reader.answer, !reader.complete);
			reader.writing = true;
			return written;
		}).doFinally((signal) -> reader.release()));
	}

	private static boolean isBodyOutstanding(ServerHttpRequest request) {
		return request.getHeaders().getContentLength() > 0
				|| request.getHeaders().getFirst(HttpHeaders.TRANSFER_ENCODING) != null;
	}

	private void receive(SmsWebhookRequest head, ServerWebExchange exchange, boolean held, MonoSink<BodyReader> sink) {
		BodyReader reader = new BodyReader(this.receiver, exchange.getRequest(), sink);
		reader.reception = inContext(sink.contextView(), () -> held ? this.receiver.receive(head, reader::answer)
				: this.receiver.receiveImmediately(head, reader::answer));
		sink.onCancel(reader::cancelled);
		exchange.getRequest().getBody().subscribe(reader);
	}

	// Reactor keeps the context in the subscriber, but the receiver captures the thread's
	private static <T> T inContext(ContextView context, Supplier<T> task) {
		return PROPAGATION_PRESENT ? Propagation.call(context, task) : task.get();
	}

	private Mono<Void> write(Supplier<Mono<Void>> attempt) {
		return Mono.defer(attempt).onErrorResume((ex) -> {
			// the server would log the error with the URL, and so with the secret
			logger.debug("Answer could not be written: " + ex.getClass().getName());
			return Mono.empty();
		});
	}

	private Mono<Void> tryWrite(ServerHttpResponse response, SmsWebhookResponse answer, boolean unread) {
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		HttpHeaders headers = response.getHeaders();
		headers.setCacheControl("no-store");
		if (answer.headerName() != null) {
			headers.set(answer.headerName(), answer.headerValue());
		}
		byte[] body = answer.body();
		headers.setContentLength(body.length);
		if (body.length == 0) {
			return response.setComplete();
		}
		headers.setContentType(MediaType.APPLICATION_JSON);
		DataBuffer buffer = response.bufferFactory().wrap(body);
		if (!unread) {
			return response.writeWith(Mono.just(buffer));
		}
		// the client has the whole answer by its length; the server closes the connection
		// when this exchange ends
		headers.setConnection("close");
		return response.writeWith(Flux.just(buffer)).then(Mono.create((sink) -> this.receiver.linger(sink::success)));
	}

	/**
	 * Feeds a reception with a body as it arrives.
	 */
	private static final class BodyReader extends BaseSubscriber<DataBuffer> {

		private final SmsWebhookReceiver receiver;

		private final ServerHttpRequest request;

		private final MonoSink<BodyReader> sink;

		private @Nullable SmsWebhookReception reception;

		private volatile SmsWebhookAnswer answer = SmsWebhookAnswer.UNAVAILABLE;

		private volatile boolean complete;

		private volatile boolean writing;

		private volatile boolean released;

		BodyReader(SmsWebhookReceiver receiver, ServerHttpRequest request, MonoSink<BodyReader> sink) {
			this.receiver = receiver;
			this.request = request;
			this.sink = sink;
		}

		private SmsWebhookReception reception() {
			SmsWebhookReception reception = this.reception;
			Assert.state(reception != null, "The reception has not begun");
			return reception;
		}

		private void answer(SmsWebhookAnswer answer) {
			this.answer = answer;
			this.sink.success(this);
			if (!this.writing) {
				this.receiver.linger(this::closeUnanswered);
			}
		}

		// Reactor drops an OutOfMemoryError, and the client would wait for ever
		private void closeUnanswered() {
			if (!this.released && !this.writing
					&& ServerHttpRequestDecorator.getNativeRequest(this.request) instanceof Disposable connection) {
				connection.dispose();
			}
		}

		// the request may be answered before the body is subscribed to
		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			if (this.released) {
				subscription.cancel();
			}
			else {
				request(1);
			}
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			boolean more = true;
			try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
				while (more && parts.hasNext()) {
					more = reception().append(parts.next());
				}
			}
			finally {
				DataBufferUtils.release(buffer);
			}
			if (more) {
				request(1);
			}
		}

		@Override
		protected void hookOnComplete() {
			this.complete = true;
			reception().complete();
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.complete = true;
			reception().abort(ex);
		}

		void cancelled() {
			reception().abort(null);
			release();
		}

		/**
		 * Have the server discard the rest of a body that is not read to its end.
		 */
		void release() {
			this.released = true;
			Subscription subscription = upstream();
			// only the upstream is cancelled: a cancelled BaseSubscriber logs later
			// errors
			if (subscription != null && !this.complete) {
				subscription.cancel();
			}
		}

	}

	/**
	 * Use of an optional library.
	 */
	private static final class Propagation {

		private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder().build();

		@SuppressWarnings("try")
		static <T> T call(ContextView context, Supplier<T> task) {
			try (ContextSnapshot.Scope scope = FACTORY.setThreadLocalsFrom(context)) {
				return task.get();
			}
		}

	}

}
