package com.zonitel.sms.test;

import java.net.URI;
import java.time.Duration;

import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * {@link NotificationSender} for a mock reactive environment, through the application's
 * web filters and handlers.
 */
final class WebHandlerNotificationSender implements NotificationSender {

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private final HttpHandler handler;

	WebHandlerNotificationSender(ApplicationContext context) {
		this.handler = WebHttpHandlerBuilder.applicationContext(context).build();
	}

	@Override
	public Acknowledgement send(URI url, String json) {
		long start = System.nanoTime();
		MockServerHttpRequest request = MockServerHttpRequest.post(url.toString())
			.contentType(MediaType.APPLICATION_JSON)
			.body(json);
		MockServerHttpResponse response = new MockServerHttpResponse();
		this.handler.handle(request, response).block(LONGEST);
		String body = response.getBodyAsString().block(LONGEST);
		return new Acknowledgement((response.getStatusCode() != null) ? response.getStatusCode().value() : 200,
				Duration.ofNanos(System.nanoTime() - start), (body != null) ? body : "", null);
	}

}
