package com.zonitel.sms.webhook.security;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * {@link BeanPostProcessor} that lets Zonitel's requests pass Spring Security in a
 * reactive host, by a wrapper around the proxy of all filter chains: WebFlux has no list
 * of requests to ignore.
 *
 * @since 0.1.0
 */
public class SmsWebhookSecurityPostProcessor implements BeanPostProcessor {

	/**
	 * Create a new instance.
	 */
	public SmsWebhookSecurityPostProcessor() {
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof WebFilterChainProxy proxy) ? new PermittingProxy(proxy) : bean;
	}

	/**
	 * Calls the host's security filter, except for requests to the webhook.
	 */
	private static final class PermittingProxy extends WebFilterChainProxy {

		private final WebFilterChainProxy delegate;

		private final SmsWebhookExchangeMatcher webhook = new SmsWebhookExchangeMatcher();

		PermittingProxy(WebFilterChainProxy delegate) {
			super(List.of());
			this.delegate = delegate;
		}

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return this.webhook.isMatch(exchange) ? chain.filter(exchange) : this.delegate.filter(exchange, chain);
		}

		@Override
		public void setFirewall(ServerWebExchangeFirewall firewall) {
			this.delegate.setFirewall(firewall);
		}

		@Override
		public void setExchangeRejectedHandler(ServerExchangeRejectedHandler exchangeRejectedHandler) {
			this.delegate.setExchangeRejectedHandler(exchangeRejectedHandler);
		}

		@Override
		public void setFilterChainDecorator(WebFilterChainDecorator filterChainDecorator) {
			this.delegate.setFilterChainDecorator(filterChainDecorator);
		}

	}

}
