package com.zonitel.sms.webhook.reactive;

import com.zonitel.sms.webhook.SecretLocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.util.Assert;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * {@link HandlerMapping} for exactly one path. What the host sets up for its own
 * handlers, such as interceptors, does not apply.
 *
 * @since 0.1.0
 */
public class SmsWebhookHandlerMapping implements HandlerMapping, Ordered, ApplicationContextAware {

	static final String SECRET_ATTRIBUTE = SmsWebhookHandlerMapping.class.getName() + ".secret";

	private final WebHandler handler;

	private final PathPattern pattern;

	private final SecretLocation secretLocation;

	private @Nullable ApplicationContext applicationContext;

	/**
	 * Create a new instance.
	 * @param path the path of the webhook, below the base path
	 * @param secretLocation the part of the URL that carries the secret
	 * @param handler the handler for every request to the path
	 */
	public SmsWebhookHandlerMapping(String path, SecretLocation secretLocation, WebHandler handler) {
		Assert.isTrue(path.startsWith("/"), "'path' must start with '/'");
		this.handler = handler;
		this.secretLocation = secretLocation;
		this.pattern = PathPatternParser.defaultInstance.parse(secretLocation.pathPattern(path));
	}

	/**
	 * Return the pattern of the path that is handled.
	 * @return the pattern, below the base path
	 */
	public String getPathPattern() {
		return this.pattern.getPatternString();
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.applicationContext = applicationContext;
	}

	// the order is before that of router functions (-1), which may match every path
	@Override
	public int getOrder() {
		return -2;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		PathContainer lookupPath = exchange.getRequest().getPath().pathWithinApplication();
		if (!this.pattern.matches(lookupPath) || isOfOtherContext(exchange)) {
			return Mono.empty();
		}
		exchange.getAttributes().put(BEST_MATCHING_PATTERN_ATTRIBUTE, this.pattern);
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((context) -> context.setPathPattern(this.pattern.getPatternString()));
		String secret = this.secretLocation.pathSecret(lookupPath);
		if (secret != null) {
			exchange.getAttributes().put(SECRET_ATTRIBUTE, secret);
		}
		// DispatcherHandler does not call the handler that it finds for a preflight
		// request
		return CorsUtils.isPreFlightRequest(exchange.getRequest())
				? this.handler.handle(exchange).thenReturn(this.handler) : Mono.just(this.handler);
	}

	// the context of a management port sees the mappings of its parent
	private boolean isOfOtherContext(ServerWebExchange exchange) {
		return exchange.getApplicationContext() != null && this.applicationContext != null
				&& exchange.getApplicationContext() != this.applicationContext;
	}

}
