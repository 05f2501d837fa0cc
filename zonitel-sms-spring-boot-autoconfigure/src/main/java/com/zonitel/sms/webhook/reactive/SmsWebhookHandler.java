package com.zonitel.sms.webhook.reactive;

import java.util.function.Supplier;

import com.zonitel.sms.webhook.Reception;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.SmsWebhookRequest;
import com.zonitel.sms.webhook.WebhookAnswer;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
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
		WebhookAnswer refusal = this.receiver.refuse(head);
		if (refusal != null) {
			return write(exchange.getResponse(), refusal);
		}
		return Mono
			.deferContextual((context) -> Mono.<WebhookAnswer>create((sink) -> receive(head, exchange, context, sink)))
			.flatMap((answer) -> write(exchange.getResponse(), answer));
	}

	private void receive(SmsWebhookRequest head, ServerWebExchange exchange, ContextView context,
			MonoSink<WebhookAnswer> sink) {
		BodyReader reader = inContext(context, () -> new BodyReader(this.receiver, head, sink));
		sink.onCancel(reader::abort);
		exchange.getRequest().getBody().subscribe(reader);
	}

	// the receiver captures the context of the thread, where Reactor leaves it aside
	private static <T> T inContext(ContextView context, Supplier<T> task) {
		return PROPAGATION_PRESENT ? Propagation.call(context, task) : task.get();
	}

	private static Mono<Void> write(ServerHttpResponse response, WebhookAnswer answer) {
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
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	/**
	 * Feeds a reception with a body as it arrives.
	 */
	private static final class BodyReader extends BaseSubscriber<DataBuffer> {

		private final MonoSink<WebhookAnswer> sink;

		private final Reception reception;

		BodyReader(SmsWebhookReceiver receiver, SmsWebhookRequest head, MonoSink<WebhookAnswer> sink) {
			this.sink = sink;
			this.reception = receiver.receive(head, this::answer);
		}

		private void answer(WebhookAnswer answer) {
			this.sink.success(answer);
			cancel();
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
				while (parts.hasNext() && this.reception.append(parts.next())) {
					// all is done by the condition
				}
			}
			finally {
				DataBufferUtils.release(buffer);
			}
		}

		@Override
		protected void hookOnComplete() {
			this.reception.complete();
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.reception.abort();
		}

		void abort() {
			this.reception.abort();
		}

	}

	/**
	 * Kept apart since the library is optional.
	 */
	private static final class Propagation {

		private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder().build();

		static <T> T call(ContextView context, Supplier<T> task) {
			try (ContextSnapshot.Scope scope = FACTORY.setThreadLocalsFrom(context)) {
				return task.get();
			}
		}

	}

}
