package com.zonitel.sms.webhook.servlet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import com.zonitel.sms.webhook.SmsWebhookRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * {@link SmsWebhookRequest} of a servlet request. Never asks for its parameters, which
 * would read a form's body.
 */
final class ServletSmsWebhookRequest implements SmsWebhookRequest {

	private final HttpServletRequest request;

	ServletSmsWebhookRequest(HttpServletRequest request) {
		this.request = request;
	}

	@Override
	public String method() {
		return this.request.getMethod();
	}

	@Override
	public @Nullable String query() {
		return this.request.getQueryString();
	}

	@Override
	public @Nullable String pathSecret() {
		return (String) this.request.getAttribute(SmsWebhookHandlerMapping.SECRET_ATTRIBUTE);
	}

	@Override
	public List<String> headerNames() {
		return Collections.list(this.request.getHeaderNames());
	}

	@Override
	public List<String> headers(String name) {
		Enumeration<String> values = this.request.getHeaders(name);
		if (!values.hasMoreElements()) {
			return List.of();
		}
		String first = values.nextElement();
		return values.hasMoreElements() ? withRest(first, values) : List.of(first);
	}

	private static List<String> withRest(String first, Enumeration<String> rest) {
		List<String> values = new ArrayList<>();
		values.add(first);
		rest.asIterator().forEachRemaining(values::add);
		return values;
	}

	@Override
	public long contentLength() {
		return this.request.getContentLengthLong();
	}

}
