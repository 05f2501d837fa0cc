package com.zonitel.sms.webhook.servlet;

import java.util.List;

import com.zonitel.sms.webhook.SecretLocation;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.util.Assert;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * {@link HandlerMapping} for exactly one path. What the host sets up for its own
 * handlers, such as interceptors, does not apply.
 *
 * @since 0.1.0
 */
public class SmsWebhookHandlerMapping extends AbstractHandlerMapping {

	static final String SECRET_ATTRIBUTE = SmsWebhookHandlerMapping.class.getName() + ".secret";

	private final HttpRequestHandler handler;

	private final PathPattern pattern;

	private final SecretLocation secretLocation;

	private final String servletPath;

	/**
	 * Create a new instance.
	 * @param servletPath the path of the servlet, empty or with a leading but without a
	 * trailing slash
	 * @param path the path of the webhook, below the servlet's
	 * @param secretLocation the part of the URL that carries the secret
	 * @param handler the handler for every request to the path
	 */
	public SmsWebhookHandlerMapping(String servletPath, String path, SecretLocation secretLocation,
			HttpRequestHandler handler) {
		Assert.isTrue(path.startsWith("/"), "'path' must start with '/'");
		this.servletPath = servletPath;
		this.handler = handler;
		this.secretLocation = secretLocation;
		this.pattern = PathPatternParser.defaultInstance.parse(secretLocation.pathPattern(path));
	}

	/**
	 * Return the pattern of the path that is handled.
	 * @return the pattern, below the servlet's path
	 */
	public String getPathPattern() {
		return this.pattern.getPatternString();
	}

	/**
	 * Return the path of the servlet that has this mapping.
	 * @return the path, empty or with a leading but without a trailing slash
	 */
	public String getServletPath() {
		return this.servletPath;
	}

	// the order is before that of router functions (-1), which may match every path
	@Override
	public int getOrder() {
		return -2;
	}

	// the host's interceptors, such as for a login, are not meant for this handler
	@Override
	protected void detectMappedInterceptors(List<HandlerInterceptor> mappedInterceptors) {
	}

	@Override
	protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
		RequestPath path = ServletRequestPathUtils.getParsedRequestPath(request);
		PathContainer lookupPath = path.pathWithinApplication();
		if (!this.pattern.matches(lookupPath)) {
			return null;
		}
		request.setAttribute(SECRET_ATTRIBUTE, this.secretLocation.pathSecret(lookupPath));
		exposePattern(request);
		return this.handler;
	}

	// metrics and traces of requests show the pattern, as that of Spring MVC's handlers
	private void exposePattern(HttpServletRequest request) {
		String pattern = this.pattern.getPatternString();
		request.setAttribute(BEST_MATCHING_PATTERN_ATTRIBUTE, pattern);
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> context.setPathPattern(pattern));
	}

	// Spring MVC would answer a preflight request itself, with 200 or 403
	@Override
	protected HandlerExecutionChain getCorsHandlerExecutionChain(HttpServletRequest request,
			HandlerExecutionChain chain, @Nullable CorsConfiguration config) {
		return chain;
	}

}
