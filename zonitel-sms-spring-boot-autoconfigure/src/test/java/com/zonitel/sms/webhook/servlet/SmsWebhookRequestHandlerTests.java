package com.zonitel.sms.webhook.servlet;

import java.io.ByteArrayInputStream;
import java.util.List;

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

import static com.zonitel.sms.webhook.WebhookHost.JSON;
import static com.zonitel.sms.webhook.WebhookHost.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookRequestHandler} in a host whose filter replaces the request.
 */
class SmsWebhookRequestHandlerTests {

	@Test
	void copyOfTheBodyThatAFilterHasMadeIsRead() throws Exception {
		try (WebhookHost host = WebhookHost.start(WebApplicationType.SERVLET, List.of(CopyingFilter.class))) {
			assertThat(host.post(TARGET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.post(TARGET, "[]").statusCode()).isEqualTo(400);
			assertThat(host.post(TARGET, " ".repeat(60_000) + JSON + " ".repeat(10_000)).statusCode()).isEqualTo(413);
			assertThat(host.events()).hasSize(1);
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

}
