package com.zonitel.sms.webhook.security;

import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.webhook.SecretLocation;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookSecurityPostProcessor}.
 */
class SmsWebhookSecurityPostProcessorTests {

	private final List<String> passed = new ArrayList<>();

	private final WebFilterChainProxy host = new WebFilterChainProxy(List.of()) {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			SmsWebhookSecurityPostProcessorTests.this.passed.add("security");
			return Mono.empty();
		}

	};

	private final SmsWebhookSecurityPostProcessor postProcessor = new SmsWebhookSecurityPostProcessor();

	@Test
	void onlyTheWebhookPassesSecurity() {
		ApplicationContext server = SmsWebhookExchangeMatcherTests.server(SecretLocation.QUERY);
		filter(SmsWebhookExchangeMatcherTests.exchange(server, "POST", "/hook"));
		assertThat(this.passed).containsExactly("chain");
		filter(SmsWebhookExchangeMatcherTests.exchange(server, "GET", "/hook"));
		filter(SmsWebhookExchangeMatcherTests.exchange(server, "POST", "/other"));
		filter(SmsWebhookExchangeMatcherTests.exchange(null, "POST", "/hook"));
		assertThat(this.passed).containsExactly("chain", "security", "security", "security");
	}

	@Test
	void otherBeansStayAsTheyAre() {
		Object bean = new Object();
		assertThat(this.postProcessor.postProcessAfterInitialization(bean, "bean")).isSameAs(bean);
	}

	@Test
	void whatTheHostSetsUpLaterReachesItsOwnProxy() {
		WebFilterChainProxy original = new WebFilterChainProxy(List.of());
		WebFilterChainProxy wrapped = wrap(original);
		wrapped.setFirewall(rejecting());
		ServerExchangeRejectedHandler handler = (exchange, ex) -> {
			this.passed.add("rejected");
			return Mono.empty();
		};
		wrapped.setExchangeRejectedHandler(handler);
		wrapped.filter(SmsWebhookExchangeMatcherTests.exchange(null, "POST", "/other"), (exchange) -> Mono.empty())
			.block();
		assertThat(this.passed).containsExactly("rejected");
		wrapped.setFirewall(Mono::just);
		wrapped.setFilterChainDecorator((chain, filters) -> (exchange) -> {
			this.passed.add("decorated");
			return Mono.empty();
		});
		wrapped.filter(SmsWebhookExchangeMatcherTests.exchange(null, "POST", "/other"), (exchange) -> Mono.empty())
			.block();
		assertThat(this.passed).containsExactly("rejected", "decorated");
	}

	private static ServerWebExchangeFirewall rejecting() {
		return (exchange) -> Mono.error(new ServerExchangeRejectedException("no"));
	}

	private void filter(ServerWebExchange exchange) {
		wrap(this.host).filter(exchange, (passed) -> {
			this.passed.add("chain");
			return Mono.empty();
		}).block();
	}

	private WebFilterChainProxy wrap(WebFilterChainProxy proxy) {
		return (WebFilterChainProxy) this.postProcessor.postProcessAfterInitialization(proxy, "proxy");
	}

}
