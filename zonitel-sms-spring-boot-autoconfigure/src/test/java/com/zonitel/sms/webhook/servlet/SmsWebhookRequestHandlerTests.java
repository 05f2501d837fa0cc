package com.zonitel.sms.webhook.servlet;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.WebhookHost;
import jakarta.servlet.Filter;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static com.zonitel.sms.webhook.WebhookHost.JSON;
import static com.zonitel.sms.webhook.WebhookHost.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookRequestHandler}.
 */
class SmsWebhookRequestHandlerTests {

	private static final int OVERLOAD_THREADS = 32;

	@Test
	void copyOfTheBodyThatAFilterHasMadeIsRead() throws Exception {
		try (WebhookHost host = WebhookHost.start(WebApplicationType.SERVLET, List.of(CopyingFilter.class))) {
			assertThat(host.post(TARGET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.post(TARGET, "[]").statusCode()).isEqualTo(400);
			assertThat(host.post(TARGET, " ".repeat(60_000) + JSON + " ".repeat(10_000)).statusCode()).isEqualTo(413);
			assertThat(host.events()).hasSize(1);
		}
	}

	@Test
	void requestForWhichThereIsNeitherPlaceNorThreadIsCounted() throws InterruptedException {
		List<SmsWebhookAnswer> refused = new CopyOnWriteArrayList<>();
		SmsWebhookReceiver receiver = Receivers.receiver((notification) -> new CompletableFuture<>(), refused::add);
		SmsWebhookRequestHandler handler = new SmsWebhookRequestHandler(receiver, 0);
		assertThat(receiver.tryHold()).isTrue();
		while (receiver.tryHold()) {
			assertThat(refused).isEmpty();
		}
		CountDownLatch arriving = new CountDownLatch(OVERLOAD_THREADS);
		CountDownLatch complete = new CountDownLatch(1);
		for (int i = 0; i < OVERLOAD_THREADS; i++) {
			new Thread(
					() -> handler.handleRequest(new StalledRequest(arriving, complete), new MockHttpServletResponse()))
				.start();
		}
		try {
			assertThat(arriving.await(30, TimeUnit.SECONDS)).isTrue();
			MockHttpServletResponse response = new MockHttpServletResponse();
			handler.handleRequest(new StalledRequest(arriving, complete), response);
			assertThat(response.getStatus()).isEqualTo(503);
			assertThat(refused).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		}
		finally {
			complete.countDown();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class CopyingFilter {

		@Bean
		FilterRegistrationBean<Filter> copyingFilter() {
			return new FilterRegistrationBean<>((request, response, chain) -> chain.doFilter(
					new CopiedRequest((HttpServletRequest) request, request.getInputStream().readAllBytes()),
					response));
		}

	}

	/**
	 * Request with a copy of its body, as many a filter that logs or verifies bodies
	 * makes it.
	 */
	private static final class CopiedRequest extends HttpServletRequestWrapper {

		private final byte[] body;

		CopiedRequest(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = body;
		}

		@Override
		public long getContentLengthLong() {
			return -1;
		}

		@Override
		public ServletInputStream getInputStream() {
			ByteArrayInputStream input = new ByteArrayInputStream(this.body);
			return new ServletInputStream() {

				@Override
				public int read() {
					return input.read();
				}

				@Override
				public boolean isFinished() {
					return input.available() == 0;
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setReadListener(ReadListener listener) {
					throw new UnsupportedOperationException();
				}

			};
		}

	}

	/**
	 * Request whose body does not arrive until it is told to.
	 */
	private static final class StalledRequest extends MockHttpServletRequest {

		private final CountDownLatch reading;

		private final CountDownLatch complete;

		StalledRequest(CountDownLatch reading, CountDownLatch complete) {
			super("POST", "/webhooks/zonitel/sms");
			setAsyncSupported(true);
			this.reading = reading;
			this.complete = complete;
		}

		@Override
		public ServletInputStream getInputStream() {
			this.reading.countDown();
			try {
				this.complete.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return super.getInputStream();
		}

	}

}
