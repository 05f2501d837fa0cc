package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import org.jspecify.annotations.Nullable;

/**
 * {@link Filter} for the path of the webhook alone. It keeps other filters and the
 * {@code DispatcherServlet} from reading the body of a form or of a multipart request:
 * they would read it on the container's thread, before the caller is authenticated.
 *
 * @since 0.1.0
 */
public class SmsWebhookBodyFilter implements Filter {

	/**
	 * Create a new instance.
	 */
	public SmsWebhookBodyFilter() {
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		chain.doFilter((request instanceof HttpServletRequest http) ? new FormlessRequest(http) : request, response);
	}

	/**
	 * Request that shows neither a content type nor parameters. Its headers are
	 * unchanged.
	 */
	private static final class FormlessRequest extends HttpServletRequestWrapper {

		FormlessRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getContentType() {
			return null;
		}

		@Override
		public @Nullable String getParameter(String name) {
			return null;
		}

		@Override
		public String @Nullable [] getParameterValues(String name) {
			return null;
		}

		@Override
		public Enumeration<String> getParameterNames() {
			return Collections.emptyEnumeration();
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return Map.of();
		}

		@Override
		public Collection<Part> getParts() {
			return List.of();
		}

		@Override
		public @Nullable Part getPart(String name) {
			return null;
		}

	}

}
