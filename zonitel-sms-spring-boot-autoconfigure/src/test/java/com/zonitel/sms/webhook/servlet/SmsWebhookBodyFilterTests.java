package com.zonitel.sms.webhook.servlet;

import java.nio.charset.StandardCharsets;
import java.util.Collections;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockPart;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookBodyFilter}.
 */
class SmsWebhookBodyFilterTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void hidesFormsFromEverythingThatFollows() throws Exception {
		MockHttpServletRequest form = new MockHttpServletRequest("POST", "/hook");
		form.setContentType("multipart/form-data; boundary=a");
		form.addParameter("name", "value");
		form.addPart(new MockPart("name", new byte[1]));
		HttpServletRequest filtered = (HttpServletRequest) filter(form);
		assertThat(filtered.getContentType()).isNull();
		assertThat(filtered.getParameter("name")).isNull();
		assertThat(filtered.getParameterValues("name")).isNull();
		assertThat(Collections.list(filtered.getParameterNames())).isEmpty();
		assertThat(filtered.getParameterMap()).isEmpty();
		assertThat(filtered.getParts()).isEmpty();
		assertThat(filtered.getPart("name")).isNull();
	}

	@Test
	void leavesHeadersAndBody() throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/hook");
		request.setContentType("application/json");
		request.setContent("{}".getBytes(StandardCharsets.UTF_8));
		HttpServletRequest filtered = (HttpServletRequest) filter(request);
		assertThat(filtered.getHeader("Content-Type")).isEqualTo("application/json");
		assertThat(filtered.getInputStream().readAllBytes()).asString().isEqualTo("{}");
	}

	@Test
	void leavesARequestThatIsNotOfHttp() throws Exception {
		ServletRequest other = new ServletRequestWrapper(new MockHttpServletRequest());
		assertThat(filter(other)).isSameAs(other);
	}

	private ServletRequest filter(ServletRequest request) throws Exception {
		MockFilterChain chain = new MockFilterChain();
		new SmsWebhookBodyFilter().doFilter(request, this.response, chain);
		assertThat(chain.getResponse()).isSameAs(this.response);
		return chain.getRequest();
	}

}
