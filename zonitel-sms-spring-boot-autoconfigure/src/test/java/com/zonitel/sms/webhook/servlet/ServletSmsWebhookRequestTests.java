package com.zonitel.sms.webhook.servlet;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletSmsWebhookRequest}.
 */
class ServletSmsWebhookRequestTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/hook") {

		@Override
		public String getParameter(String name) {
			throw new AssertionError("reads the body of a form");
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			throw new AssertionError("reads the body of a form");
		}

	};

	private final ServletSmsWebhookRequest head = new ServletSmsWebhookRequest(this.request);

	@Test
	void showsTheHeadAsReceived() {
		this.request.setQueryString("token=a%2Bb");
		this.request.addHeader("X-One", "1");
		this.request.addHeader("X-One", "2");
		this.request.setAttribute(SmsWebhookHandlerMapping.SECRET_ATTRIBUTE, "se%2Bcret");
		this.request.setContent(new byte[3]);
		assertThat(this.head.method()).isEqualTo("POST");
		assertThat(this.head.query()).isEqualTo("token=a%2Bb");
		assertThat(this.head.pathSecret()).isEqualTo("se%2Bcret");
		assertThat(this.head.headerNames()).contains("X-One");
		assertThat(this.head.headers("x-one")).containsExactly("1", "2");
		assertThat(this.head.contentLength()).isEqualTo(3);
	}

	@Test
	void showsWhatIsMissing() {
		assertThat(this.head.query()).isNull();
		assertThat(this.head.pathSecret()).isNull();
		assertThat(this.head.headers("X-One")).isEmpty();
		assertThat(this.head.contentLength()).isEqualTo(-1);
	}

}
