package com.zonitel.sms.webhook.security;

import com.zonitel.sms.webhook.reactive.SmsWebhookHandlerMapping;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * {@link ServerWebExchangeMatcher} for the requests of Zonitel: exactly the path of the
 * webhook and {@code POST}, on the server that has the webhook. Matches nothing where
 * there is none. A rule of the application creates one with {@code new}.
 *
 * @since 0.1.0
 */
public final class SmsWebhookExchangeMatcher implements ServerWebExchangeMatcher {

	private volatile @Nullable Target target;

	/**
	 * Create a new instance.
	 */
	public SmsWebhookExchangeMatcher() {
	}

	@Override
	public Mono<MatchResult> matches(ServerWebExchange exchange) {
		return isMatch(exchange) ? MatchResult.match() : MatchResult.notMatch();
	}

	boolean isMatch(ServerWebExchange exchange) {
		ApplicationContext context = exchange.getApplicationContext();
		return HttpMethod.POST.equals(exchange.getRequest().getMethod()) && context != null
				&& target(context).isMatch(exchange.getRequest().getPath().pathWithinApplication());
	}

	// a separate management server has a context, and so a target, of its own
	private Target target(ApplicationContext context) {
		Target target = this.target;
		if (target == null || target.context() != context) {
			target = new Target(context, pattern(context));
			this.target = target;
		}
		return target;
	}

	private static @Nullable PathPattern pattern(ApplicationContext context) {
		String[] mappings = context.getBeanNamesForType(SmsWebhookHandlerMapping.class);
		return (mappings.length > 0) ? PathPatternParser.defaultInstance
			.parse(context.getBean(mappings[0], SmsWebhookHandlerMapping.class).getPathPattern()) : null;
	}

	@Override
	public String toString() {
		return "POST to the SMS webhook";
	}

	/**
	 * What to match on the server of one context.
	 */
	private record Target(ApplicationContext context, @Nullable PathPattern pattern) {

		boolean isMatch(PathContainer path) {
			return this.pattern != null && this.pattern.matches(path);
		}

	}

}
