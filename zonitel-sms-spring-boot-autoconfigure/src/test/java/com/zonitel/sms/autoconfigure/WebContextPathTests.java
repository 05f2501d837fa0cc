package com.zonitel.sms.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.web.context.reactive.GenericReactiveWebApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebContextPath}.
 */
class WebContextPathTests {

	private final MockEnvironment environment = new MockEnvironment()
		.withProperty("server.servlet.context-path", "/servlet")
		.withProperty("spring.webflux.base-path", "/reactive");

	@Test
	void servletContextTellsItsPathWhateverThePropertiesSay() {
		MockServletContext servletContext = new MockServletContext();
		servletContext.setContextPath("/war");
		GenericWebApplicationContext context = new GenericWebApplicationContext(servletContext);
		context.setEnvironment(this.environment);
		assertThat(WebContextPath.of(context)).isEqualTo("/war");
	}

	@Test
	void contextWithoutAServletContextYetHasNone() {
		assertThat(WebContextPath.of(new GenericWebApplicationContext())).isEmpty();
	}

	@Test
	void reactiveApplicationHasItsBasePath() {
		GenericReactiveWebApplicationContext context = new GenericReactiveWebApplicationContext();
		assertThat(WebContextPath.of(context)).isEmpty();
		context.setEnvironment(this.environment);
		assertThat(WebContextPath.of(context)).isEqualTo("/reactive");
	}

	@Test
	void otherApplicationHasNone() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.setEnvironment(this.environment);
		assertThat(WebContextPath.of(context)).isEmpty();
	}

}
