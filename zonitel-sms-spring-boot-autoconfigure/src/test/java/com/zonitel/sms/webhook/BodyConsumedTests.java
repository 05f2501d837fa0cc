package com.zonitel.sms.webhook;

import jakarta.servlet.Filter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hosts with a filter that reads the body and does not provide it again.
 */
@ExtendWith(OutputCaptureExtension.class)
class BodyConsumedTests {

	@ParameterizedTest
	@CsvSource({ "TOMCAT,3", "TOMCAT,64", "JETTY,7", "JETTY,64" })
	void callerIsNotBlamedAndTheLogSaysWhy(ServletServer server, int threads, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = server.run(Host.class, threads)) {
			int port = ServletServer.port(context);
			RawHttp.Response response = RawHttp.exchange(port, ServletServer.notification("1"));
			assertThat(response.status()).isEqualTo(503);
			assertThat(response.headers()).containsKey("retry-after");
			assertThat(output).contains("the last failure was " + BodyConsumedException.class.getName());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		@Bean
		FilterRegistrationBean<Filter> readingFilter() {
			return new FilterRegistrationBean<>((request, response, chain) -> {
				request.getInputStream().readAllBytes();
				chain.doFilter(request, response);
			});
		}

	}

}
