package com.zonitel.sms.autoconfigure.registration;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.SimpleClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiTransport}.
 */
class ApiTransportTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ImperativeHttpClientAutoConfiguration.class));

	@Test
	void transportThatSpringBootDetectsIsNotUsed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ClientHttpRequestFactoryBuilder.class);
			assertThat(ApiTransport.of(context)).isInstanceOf(SimpleClientHttpRequestFactoryBuilder.class);
		});
	}

	@Test
	void transportThatAPropertyNamesIsUsed() {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=jdk")
			.run((context) -> assertThat(ApiTransport.of(context))
				.isInstanceOf(JdkClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void transportThatTheApplicationMakesIsUsed() {
		this.runner.withUserConfiguration(OwnTransport.class)
			.run((context) -> assertThat(ApiTransport.of(context)).isSameAs(context.getBean("own")));
	}

	@Test
	void amongSeveralTransportsNoneIsChosen() {
		this.runner.withUserConfiguration(OwnTransport.class, OtherTransport.class)
			.run((context) -> assertThat(ApiTransport.of(context))
				.isInstanceOf(SimpleClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void applicationWithoutTransportsNeedsNone() {
		new ApplicationContextRunner().run((context) -> assertThat(ApiTransport.of(context))
			.isInstanceOf(SimpleClientHttpRequestFactoryBuilder.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTransport {

		@Bean
		JdkClientHttpRequestFactoryBuilder own() {
			return ClientHttpRequestFactoryBuilder.jdk();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherTransport {

		@Bean
		JdkClientHttpRequestFactoryBuilder other() {
			return ClientHttpRequestFactoryBuilder.jdk();
		}

	}

}
