package com.zonitel.sms.webhook.security;

import com.zonitel.sms.webhook.SecretLocation;
import com.zonitel.sms.webhook.reactive.SmsWebhookHandlerMapping;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookExchangeMatcher}.
 */
class SmsWebhookExchangeMatcherTests {

	private final SmsWebhookExchangeMatcher matcher = new SmsWebhookExchangeMatcher();

	@ParameterizedTest
	@CsvSource({ "POST,/hook,true", "GET,/hook,false", "PUT,/hook,false", "OPTIONS,/hook,false", "POST,/hook/,false",
			"POST,/hook/a,false", "POST,/hooks,false", "POST,/,false" })
	void matchesExactlyThePathAndPost(String method, String path, boolean matches) {
		assertThat(matches(exchange(server(SecretLocation.QUERY), method, path))).isEqualTo(matches);
	}

	@ParameterizedTest
	@CsvSource({ "/hook/secret,true", "/hook,false", "/hook/secret/a,false" })
	void matchesOneSegmentMoreWhereThePathCarriesTheSecret(String path, boolean matches) {
		assertThat(matches(exchange(server(SecretLocation.PATH), "POST", path))).isEqualTo(matches);
	}

	@Test
	void basePathIsNotPartOfThePath() {
		ServerWebExchange exchange = MockServerWebExchange
			.builder(MockServerHttpRequest.post("/base/hook").contextPath("/base"))
			.applicationContext(server(SecretLocation.QUERY))
			.build();
		assertThat(matches(exchange)).isTrue();
	}

	@Test
	void matchesNothingWhereThereIsNoWebhook() {
		assertThat(matches(exchange(server(null), "POST", "/hook"))).isFalse();
		assertThat(matches(exchange(null, "POST", "/hook"))).isFalse();
	}

	@Test
	void separateServerOfTheSameApplicationHasNoWebhook() {
		ApplicationContext application = server(SecretLocation.QUERY);
		ApplicationContext management = server(null);
		assertThat(matches(exchange(application, "POST", "/hook"))).isTrue();
		assertThat(matches(exchange(management, "POST", "/hook"))).isFalse();
		assertThat(matches(exchange(application, "POST", "/hook"))).isTrue();
	}

	private boolean matches(ServerWebExchange exchange) {
		return this.matcher.matches(exchange).block().isMatch();
	}

	static ApplicationContext server(@Nullable SecretLocation location) {
		GenericApplicationContext context = new GenericApplicationContext();
		if (location != null) {
			context.registerBean(SmsWebhookHandlerMapping.class,
					() -> new SmsWebhookHandlerMapping("/hook", location, (exchange) -> Mono.empty()));
		}
		context.refresh();
		return context;
	}

	static ServerWebExchange exchange(@Nullable ApplicationContext context, String method, String path) {
		return MockServerWebExchange.builder(MockServerHttpRequest.method(HttpMethod.valueOf(method), path))
			.applicationContext(context)
			.build();
	}

}
