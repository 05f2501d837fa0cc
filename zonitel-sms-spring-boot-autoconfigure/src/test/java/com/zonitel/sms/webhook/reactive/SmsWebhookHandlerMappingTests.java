package com.zonitel.sms.webhook.reactive;

import java.util.List;

import com.zonitel.sms.registration.WebhookUrlProvider;
import com.zonitel.sms.webhook.WebhookHost;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static com.zonitel.sms.webhook.WebhookHost.JSON;
import static com.zonitel.sms.webhook.WebhookHost.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookHandlerMapping}.
 */
class SmsWebhookHandlerMappingTests {

	@Test
	void basePathBelongsToTheEndpointAndToTheRegisteredUrl() throws Exception {
		try (WebhookHost host = WebhookHost.start(WebApplicationType.REACTIVE, "--spring.webflux.base-path=/base",
				"--server.servlet.context-path=/other", "--zonitel.sms.webhook.public-base-url=https://sms.example.com",
				"--zonitel.client-id=a", "--zonitel.access-token=b", "--zonitel.api.base-url=http://localhost:1")) {
			assertThat(host.post("/base" + TARGET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.post(TARGET, JSON).statusCode()).isEqualTo(404);
			assertThat(host.context().getBean(WebhookUrlProvider.class).getWebhookUrl().value())
				.isEqualTo("https://sms.example.com/base" + TARGET);
		}
	}

	@Test
	void hostsCatchAllDoesNotTakeTheWebhook() throws Exception {
		try (WebhookHost host = WebhookHost.start(WebApplicationType.REACTIVE, List.of(CatchAll.class))) {
			assertThat(host.post("/other", JSON).statusCode()).isEqualTo(418);
			assertThat(host.post(TARGET, JSON).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void managementPortDoesNotAnswer() throws Exception {
		try (WebhookHost host = WebhookHost.start(WebApplicationType.REACTIVE, "--management.server.port=0")) {
			int managementPort = host.context()
				.getEnvironment()
				.getRequiredProperty("local.management.port", Integer.class);
			assertThat(host.send(managementPort, "POST", TARGET, JSON).statusCode()).isEqualTo(404);
			assertThat(host.post(TARGET, JSON).statusCode()).isEqualTo(200);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class CatchAll {

		@Bean
		RouterFunction<ServerResponse> catchAll() {
			return RouterFunctions.route(RequestPredicates.all(), (request) -> ServerResponse.status(418).build());
		}

	}

}
