package com.zonitel.sms.webhook;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Head of a request for tests of the receiving core.
 *
 * @param method the method
 * @param query the query, or {@code null} if there is none
 * @param contentTypes the values of the only header
 * @param contentLength the declared length, or -1
 */
record TestSmsWebhookRequest(String method, @Nullable String query, List<String> contentTypes,
		long contentLength) implements SmsWebhookRequest {

	static TestSmsWebhookRequest post() {
		return new TestSmsWebhookRequest("POST", null, List.of(), -1);
	}

	@Override
	public @Nullable String pathSecret() {
		return null;
	}

	@Override
	public List<String> headerNames() {
		return List.of("Content-Type");
	}

	@Override
	public List<String> headers(String name) {
		return name.equals("Content-Type") ? this.contentTypes : List.of();
	}

}
