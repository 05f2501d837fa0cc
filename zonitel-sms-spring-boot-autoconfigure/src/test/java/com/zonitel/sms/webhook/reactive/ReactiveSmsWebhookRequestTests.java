package com.zonitel.sms.webhook.reactive;

import java.net.URI;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveSmsWebhookRequest}.
 */
class ReactiveSmsWebhookRequestTests {

	@Test
	void showsTheHeadAsReceived() {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(HttpMethod.POST, URI.create("https://sms.example.com/hook?token=a%2Bb"))
				.header("X-One", "1", "2")
				.contentLength(3)
				.body("{} "));
		exchange.getAttributes().put(SmsWebhookHandlerMapping.SECRET_ATTRIBUTE, "se%2Bcret");
		ReactiveSmsWebhookRequest head = new ReactiveSmsWebhookRequest(exchange);
		assertThat(head.method()).isEqualTo("POST");
		assertThat(head.query()).isEqualTo("token=a%2Bb");
		assertThat(head.pathSecret()).isEqualTo("se%2Bcret");
		assertThat(head.headerNames()).contains("X-One");
		assertThat(head.headers("x-one")).containsExactly("1", "2");
		assertThat(head.contentLength()).isEqualTo(3);
	}

	@Test
	void showsWhatIsMissing() {
		ReactiveSmsWebhookRequest head = new ReactiveSmsWebhookRequest(
				MockServerWebExchange.from(MockServerHttpRequest.get("/hook")));
		assertThat(head.query()).isNull();
		assertThat(head.pathSecret()).isNull();
		assertThat(head.headers("X-One")).isEmpty();
		assertThat(head.contentLength()).isEqualTo(-1);
	}

}
