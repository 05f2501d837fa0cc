package com.zonitel.sms.webhook.security;

import com.zonitel.sms.webhook.SecretLocation;
import com.zonitel.sms.webhook.servlet.SmsWebhookHandlerMapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookRequestMatcher}.
 */
class SmsWebhookRequestMatcherTests {

	private final SmsWebhookRequestMatcher matcher = new SmsWebhookRequestMatcher();

	@ParameterizedTest
	@CsvSource({ "POST,/hook,true", "GET,/hook,false", "PUT,/hook,false", "OPTIONS,/hook,false", "POST,/hook/,false",
			"POST,/hook/a,false", "POST,/hooks,false", "POST,/,false" })
	void matchesExactlyThePathAndPost(String method, String path, boolean matches) {
		assertThat(matches(server("", SecretLocation.QUERY), method, path)).isEqualTo(matches);
	}

	@ParameterizedTest
	@CsvSource({ "/hook/secret,true", "/hook,false", "/hook/secret/a,false" })
	void matchesOneSegmentMoreWhereThePathCarriesTheSecret(String path, boolean matches) {
		assertThat(matches(server("", SecretLocation.PATH), "POST", path)).isEqualTo(matches);
	}

	@Test
	void matchesBelowThePathOfTheServlet() {
		MockServletContext server = server("/app", SecretLocation.QUERY);
		assertThat(matches(server, "POST", "/app/hook")).isTrue();
		assertThat(matches(server, "POST", "/hook")).isFalse();
	}

	@Test
	void matchesNothingWhereThereIsNoWebhook() {
		assertThat(matches(server(), "POST", "/hook")).isFalse();
		assertThat(matches(new MockServletContext(), "POST", "/hook")).isFalse();
	}

	@Test
	void separateServerOfTheSameApplicationHasNoWebhook() {
		MockServletContext application = server("", SecretLocation.QUERY);
		MockServletContext management = server();
		assertThat(matches(application, "POST", "/hook")).isTrue();
		assertThat(matches(management, "POST", "/hook")).isFalse();
		assertThat(matches(application, "POST", "/hook")).isTrue();
	}

	private boolean matches(MockServletContext server, String method, String path) {
		return this.matcher.matches(new MockHttpServletRequest(server, method, path));
	}

	private static MockServletContext server(String servletPath, SecretLocation location) {
		MockServletContext server = new MockServletContext();
		GenericWebApplicationContext context = new GenericWebApplicationContext(server);
		context.registerBean(SmsWebhookHandlerMapping.class,
				() -> new SmsWebhookHandlerMapping(servletPath, "/hook", location, (request, response) -> {
				}));
		return start(server, context);
	}

	private static MockServletContext server() {
		MockServletContext server = new MockServletContext();
		return start(server, new GenericWebApplicationContext(server));
	}

	private static MockServletContext start(MockServletContext server, GenericWebApplicationContext context) {
		context.refresh();
		server.setAttribute(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
		return server;
	}

}
