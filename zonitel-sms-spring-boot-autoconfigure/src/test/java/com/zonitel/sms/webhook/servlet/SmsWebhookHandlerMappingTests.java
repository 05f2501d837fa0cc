package com.zonitel.sms.webhook.servlet;

import com.zonitel.sms.webhook.SecretLocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SmsWebhookHandlerMapping}.
 */
class SmsWebhookHandlerMappingTests {

	private final HttpRequestHandler handler = (request, response) -> {
	};

	@ParameterizedTest
	@ValueSource(strings = { "/hook/", "/hook/a", "/hooks", "/", "/Hook", "/a/hook" })
	void handlesNoOtherPath(String path) throws Exception {
		assertThat(handle(SecretLocation.QUERY, request("POST", path))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS" })
	void handlesEveryMethodOfItsPath(String method) throws Exception {
		MockHttpServletRequest request = request(method, "/hook");
		assertThat(handle(SecretLocation.QUERY, request)).isSameAs(this.handler);
		assertThat(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)).isEqualTo("/hook");
		assertThat(request.getAttribute(SmsWebhookHandlerMapping.SECRET_ATTRIBUTE)).isNull();
	}

	@Test
	void takesTheSecretFromThePathAndShowsThePatternInItsPlace() throws Exception {
		MockHttpServletRequest request = request("POST", "/hook/se%2Bcret");
		assertThat(handle(SecretLocation.PATH, request)).isSameAs(this.handler);
		assertThat(request.getAttribute(SmsWebhookHandlerMapping.SECRET_ATTRIBUTE)).isEqualTo("se%2Bcret");
		assertThat(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)).isEqualTo("/hook/{secret}");
		assertThat(handle(SecretLocation.PATH, request("POST", "/hook"))).isNull();
	}

	@Test
	void leavesPreflightRequestsToTheHandler() throws Exception {
		MockHttpServletRequest preflight = request("OPTIONS", "/hook");
		preflight.addHeader("Origin", "https://a.example.com");
		preflight.addHeader("Access-Control-Request-Method", "POST");
		assertThat(handle(SecretLocation.QUERY, preflight)).isSameAs(this.handler);
	}

	@Test
	void comesBeforeRouterFunctionsWhichMayMatchEveryPath() {
		assertThat(mapping(SecretLocation.QUERY).getOrder()).isLessThan(-1);
	}

	@Test
	void pathStartsWithASlash() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SmsWebhookHandlerMapping("", "hook", SecretLocation.QUERY, this.handler))
			.withMessage("'path' must start with '/'");
	}

	private @Nullable Object handle(SecretLocation location, MockHttpServletRequest request) throws Exception {
		HandlerExecutionChain chain = mapping(location).getHandler(request);
		return (chain != null) ? chain.getHandler() : null;
	}

	private SmsWebhookHandlerMapping mapping(SecretLocation location) {
		return new SmsWebhookHandlerMapping("", "/hook", location, this.handler);
	}

	private static MockHttpServletRequest request(String method, String path) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, path);
		ServletRequestPathUtils.parseAndCache(request);
		return request;
	}

}
