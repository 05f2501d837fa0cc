package com.example.observability;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import com.example.docs.DocumentedHost;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the recipe of {@link ActuatorSecurityConfiguration}.
 */
class ActuatorSecurityTests {

	@Test
	void operatorRequeuesWithoutCsrfTokenAndNobodyElseDoes() {
		try (ConfigurableApplicationContext context = DocumentedHost.start(Application.class,
				Map.of("management.endpoints.web.exposure.include", "health,zonitelsms,zonitelsmsdeadletters",
						"zonitel.sms.inbox.type", "jdbc", "spring.security.user.name", "operator",
						"spring.security.user.password", "password", "spring.security.user.roles", "OPERATOR"),
				Map.of())) {
			assertThat(post(context, "operator:password")).isEqualTo(200);
			assertThat(post(context, "operator:wrong")).isEqualTo(401);
			assertThat(DocumentedHost.get(context, "/actuator/health")).contains("UP");
			assertThat(DocumentedHost
				.send(context,
						HttpRequest.newBuilder(DocumentedHost.uri(context, "/page"))
							.header("Accept", "application/json"))
				.statusCode()).isIn(302, 401, 403);
		}
	}

	private static int post(ConfigurableApplicationContext context, String credentials) {
		return DocumentedHost
			.send(context, HttpRequest.newBuilder(DocumentedHost.uri(context, "/actuator/zonitelsmsdeadletters"))
				.header("Authorization",
						"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.noBody()))
			.statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ActuatorSecurityConfiguration.class)
	static class Application {

	}

}
