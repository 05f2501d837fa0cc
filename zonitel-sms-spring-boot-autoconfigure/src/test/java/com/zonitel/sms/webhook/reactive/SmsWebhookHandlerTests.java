package com.zonitel.sms.webhook.reactive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.TraceFields;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookObserver;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookHandler}.
 */
class SmsWebhookHandlerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final List<String> bodies = new ArrayList<>();

	private CompletableFuture<Receipt> receipt = CompletableFuture.completedFuture(Receipt.ACCEPTED);

	private boolean authenticated = true;

	private int aborted;

	private final SmsWebhookReceiver receiver = new SmsWebhookReceiver(
			(request) -> this.authenticated ? SmsWebhookAuthentication.accepted() : SmsWebhookAuthentication.refused(),
			(notification) -> {
				this.bodies.add(new String(notification.body(), StandardCharsets.UTF_8));
				return this.receipt;
			}, 100, Duration.ofSeconds(60), Clock.systemUTC(), List.of(new AbortObserver()), TraceFields.NONE, null);

	private final int places = places();

	private final SmsWebhookHandler handler = new SmsWebhookHandler(this.receiver);

	@AfterEach
	void destroy() {
		this.receiver.destroy();
	}

	@Test
	void bodyIsReceivedInPartsAndAcknowledged() {
		MockServerHttpResponse response = handle(Flux.just(buffer("{\"a\""), buffer(":1}")));
		assertThat(response.getStatusCode().value()).isEqualTo(200);
		assertThat(response.getHeaders().getContentLength()).isZero();
		assertThat(response.getHeaders().getCacheControl()).isEqualTo("no-store");
		assertThat(this.bodies).containsExactly("{\"a\":1}");
		assertThat(places()).isEqualTo(this.places);
	}

	@Test
	void bodyOfAStrangerIsNotSubscribedTo() {
		this.authenticated = false;
		AtomicInteger subscriptions = new AtomicInteger();
		MockServerHttpResponse response = handle(
				Flux.just(buffer("{}")).doOnSubscribe((subscription) -> subscriptions.incrementAndGet()));
		assertThat(response.getStatusCode().value()).isEqualTo(401);
		assertThat(response.getHeaders().getFirst("WWW-Authenticate")).isEqualTo("Bearer");
		assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
		assertThat(response.getHeaders().getFirst("Connection")).isNull();
		assertThat(response.getBodyAsString().block()).contains("\"code\":401");
		assertThat(subscriptions).hasValue(0);
	}

	@Test
	void connectionOfAStrangerWhoseBodyIsOutstandingLingersAndIsClosed() {
		this.authenticated = false;
		assertLingers(MockServerHttpRequest.post("/hook").contentLength(2).body(Flux.never()));
		assertLingers(MockServerHttpRequest.post("/hook").header("Transfer-Encoding", "chunked").body(Flux.never()));
	}

	private void assertLingers(MockServerHttpRequest request) {
		MockServerWebExchange exchange = MockServerWebExchange.from(request);
		CompletableFuture<Void> handled = this.handler.handle(exchange).toFuture();
		assertThat(exchange.getResponse().getHeaders().getFirst("Connection")).isEqualTo("close");
		this.receiver.destroy();
		assertThat(handled).succeedsWithin(TIMEOUT);
	}

	@Test
	void connectionWhoseBodyWasReadIsKept() {
		MockServerHttpResponse response = handle(Flux.just(buffer("[]")));
		assertThat(response.getStatusCode().value()).isEqualTo(400);
		assertThat(response.getHeaders().getFirst("Connection")).isNull();
	}

	@Test
	void requestKeepsItsPlaceUntilItIsAnswered() {
		this.receipt = new CompletableFuture<>();
		ServerWebExchange exchange = exchange(Flux.just(buffer("{}")));
		CompletableFuture<Void> handled = this.handler.handle(exchange).toFuture();
		assertThat(handled).isNotDone();
		assertThat(places()).isEqualTo(this.places - 1);
		this.receipt.complete(Receipt.LISTENER_FAILED);
		assertThat(handled).succeedsWithin(TIMEOUT);
		assertThat(exchange.getResponse().getStatusCode().value()).isEqualTo(500);
		assertThat(places()).isEqualTo(this.places);
	}

	@Test
	void tooLargeABodyIsCancelledAndItsConnectionLingersAndIsClosed() {
		AtomicInteger cancelled = new AtomicInteger();
		AtomicInteger parts = new AtomicInteger();
		MockServerWebExchange exchange = exchange(Flux.range(0, 5)
			.map((i) -> buffer(" ".repeat(60)))
			.doOnNext((buffer) -> parts.incrementAndGet())
			.concatWith(Mono.never())
			.doOnCancel(cancelled::incrementAndGet));
		CompletableFuture<Void> handled = this.handler.handle(exchange).toFuture();
		MockServerHttpResponse response = exchange.getResponse();
		assertThat(response.getStatusCode().value()).isEqualTo(413);
		assertThat(response.getHeaders().getFirst("Connection")).isEqualTo("close");
		assertThat(parts).hasValue(2);
		assertThat(handled).isNotDone();
		this.receiver.destroy();
		assertThat(handled).succeedsWithin(TIMEOUT);
		assertThat(cancelled).hasValue(1);
	}

	@Test
	void bodyThatBreaksOffIsNotAcknowledged() {
		MockServerHttpResponse response = handle(Flux.concat(Mono.just(buffer("{}")), Mono.error(new IOException())));
		assertThat(response.getStatusCode().value()).isEqualTo(400);
		assertThat(response.getHeaders().getFirst("Connection")).isNull();
		assertThat(this.bodies).isEmpty();
		assertThat(this.aborted).isEqualTo(1);
	}

	@Test
	void clientThatIsGoneGivesItsPlaceBackAndIsNotHandedOver() {
		AtomicInteger cancelled = new AtomicInteger();
		Disposable request = this.handler
			.handle(exchange(Flux.concat(Mono.just(buffer("{}")), Mono.<DataBuffer>never())
				.doOnCancel(cancelled::incrementAndGet)))
			.subscribe();
		assertThat(places()).isEqualTo(this.places - 1);
		request.dispose();
		assertThat(places()).isEqualTo(this.places);
		assertThat(cancelled).hasValue(1);
		assertThat(this.bodies).isEmpty();
		assertThat(this.aborted).isEqualTo(1);
	}

	@Test
	void answerThatCannotBeWrittenIsNoFailureOfTheExchange() {
		ServerWebExchange exchange = exchange(Flux.just(buffer("{}")));
		ServerHttpResponse broken = new ServerHttpResponseDecorator(exchange.getResponse()) {

			@Override
			public Mono<Void> setComplete() {
				return Mono.error(new IOException("https://sms.example.com/hook?token=canary"));
			}

		};
		ServerWebExchange withBrokenResponse = exchange.mutate().response(broken).build();
		assertThat(this.handler.handle(withBrokenResponse).toFuture()).succeedsWithin(TIMEOUT);
		assertThat(places()).isEqualTo(this.places);
	}

	private MockServerHttpResponse handle(Flux<DataBuffer> body) {
		MockServerWebExchange exchange = exchange(body);
		this.handler.handle(exchange).block(TIMEOUT);
		return exchange.getResponse();
	}

	private static MockServerWebExchange exchange(Flux<DataBuffer> body) {
		return MockServerWebExchange.from(MockServerHttpRequest.post("/hook").body(body));
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private int places() {
		int places = 0;
		while (this.receiver.tryHold()) {
			places++;
		}
		for (int i = 0; i < places; i++) {
			this.receiver.release();
		}
		return places;
	}

	private final class AbortObserver implements SmsWebhookObserver {

		@Override
		public void aborted() {
			SmsWebhookHandlerTests.this.aborted++;
		}

	}

}
