package com.zonitel.sms.webhook.security;

import com.zonitel.sms.webhook.servlet.SmsWebhookHandlerMapping;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * {@link RequestMatcher} for the requests of Zonitel: exactly the path of the webhook and
 * {@code POST}, on the server that has the webhook. Matches nothing where there is none.
 * A rule of the application creates one with {@code new}.
 *
 * @since 0.1.0
 */
public final class SmsWebhookRequestMatcher implements RequestMatcher {

	private volatile @Nullable Target target;

	/**
	 * Create a new instance.
	 */
	public SmsWebhookRequestMatcher() {
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		if (!HttpMethod.POST.name().equals(request.getMethod())) {
			return false;
		}
		ApplicationContext context = WebApplicationContextUtils.getWebApplicationContext(request.getServletContext());
		return context != null && target(context).path().matches(request);
	}

	// the server of a separate management port has a context of its own
	private Target target(ApplicationContext context) {
		Target target = this.target;
		if (target == null || target.context() != context) {
			target = new Target(context, path(context));
			this.target = target;
		}
		return target;
	}

	private static RequestMatcher path(ApplicationContext context) {
		String[] mappings = context.getBeanNamesForType(SmsWebhookHandlerMapping.class);
		if (mappings.length == 0) {
			return (request) -> false;
		}
		SmsWebhookHandlerMapping mapping = context.getBean(mappings[0], SmsWebhookHandlerMapping.class);
		String servletPath = mapping.getServletPath();
		String path = mapping.getPathPattern();
		PathPatternRequestMatcher.Builder matchers = PathPatternRequestMatcher.withDefaults();
		return (servletPath.isEmpty() ? matchers : matchers.basePath(servletPath)).matcher(HttpMethod.POST, path);
	}

	@Override
	public String toString() {
		return "POST to the SMS webhook";
	}

	/**
	 * Matcher of the path for the server of one context.
	 */
	private record Target(ApplicationContext context, RequestMatcher path) {

	}

}
