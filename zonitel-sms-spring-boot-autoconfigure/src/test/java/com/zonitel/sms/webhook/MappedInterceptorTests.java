package com.zonitel.sms.webhook;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hosts whose interceptor is a bean, and so meant for every handler mapping.
 */
class MappedInterceptorTests {

	@ParameterizedTest
	@EnumSource
	void interceptsNoNotification(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = server.run(Host.class)) {
			assertThat(RawHttp.exchange(ServletServer.port(context), ServletServer.notification("1")).status())
				.isEqualTo(200);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(WebhookContractTests.Host.class)
	static class Host {

		@Bean
		MappedInterceptor login() {
			return new MappedInterceptor(new String[] { "/**" }, new HandlerInterceptor() {

				@Override
				public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
						throws Exception {
					response.sendRedirect("/login");
					return false;
				}

			});
		}

	}

}
