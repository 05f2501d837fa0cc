package com.zonitel.sms.webhook.reactive;

import java.util.List;

import com.zonitel.sms.webhook.SmsWebhookRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * {@link SmsWebhookRequest} of a reactive exchange.
 */
final class ReactiveSmsWebhookRequest implements SmsWebhookRequest {

	private final ServerWebExchange exchange;

	ReactiveSmsWebhookRequest(ServerWebExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public String method() {
		return this.exchange.getRequest().getMethod().name();
	}

	@Override
	public @Nullable String query() {
		return this.exchange.getRequest().getURI().getRawQuery();
	}

	@Override
	public @Nullable String pathSecret() {
		return this.exchange.getAttribute(SmsWebhookHandlerMapping.SECRET_ATTRIBUTE);
	}

	@Override
	public List<String> headerNames() {
		return List.copyOf(this.exchange.getRequest().getHeaders().headerNames());
	}

	@Override
	public List<String> headers(String name) {
		return this.exchange.getRequest().getHeaders().getOrEmpty(name);
	}

	@Override
	public long contentLength() {
		return this.exchange.getRequest().getHeaders().getContentLength();
	}

}
