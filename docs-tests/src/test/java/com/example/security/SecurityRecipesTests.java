package com.example.security;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.example.docs.DocumentedHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the recipes of {@code docs/security.md}.
 */
class SecurityRecipesTests {

	private static final String WEBHOOK = "/webhooks/zonitel/sms?token=";

	@Test
	void chainOfTheApplicationLetsTheWebhookPass() {
		try (ConfigurableApplicationContext context = DocumentedHost.start(Chain.class,
				Map.of("zonitel.sms.webhook.security.permit", "false"), Map.of())) {
			assertThat(post(context, DocumentedHost.SECRET)).isEqualTo(200);
			assertThat(post(context, "wrong")).isEqualTo(401);
		}
	}

	@Test
	void withoutTheChainSpringSecurityRefuses() {
		try (ConfigurableApplicationContext context = DocumentedHost
			.start(Map.of("zonitel.sms.webhook.security.permit", "false"), Map.of())) {
			assertThat(post(context, DocumentedHost.SECRET)).isIn(401, 403);
		}
	}

	@Test
	void secretsAreReadFromFilesAnew(@TempDir Path directory) throws IOException {
		String secret = "another-secret-of-more-than-32-characters";
		Files.writeString(directory.resolve("zonitel.access-token"), "token\n");
		Files.writeString(directory.resolve("zonitel.sms.webhook.secrets"), DocumentedHost.SECRET + "\n");
		try (ConfigurableApplicationContext context = DocumentedHost.start(Mounted.class,
				Map.of("mounted.directory", directory.toString()), Map.of())) {
			assertThat(post(context, secret)).isEqualTo(401);
			Files.writeString(directory.resolve("zonitel.sms.webhook.secrets"), secret + "," + DocumentedHost.SECRET);
			context.getBean(MountedSecrets.class).reload();
			assertThat(post(context, secret)).isEqualTo(200);
			assertThat(post(context, DocumentedHost.SECRET)).isEqualTo(200);
		}
	}

	private static int post(ConfigurableApplicationContext context, String secret) {
		return DocumentedHost
			.send(context,
					HttpRequest.newBuilder(DocumentedHost.uri(context, WEBHOOK + secret))
						.header("Content-Type", "application/json")
						.POST(BodyPublishers.ofString("{}")))
			.statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WebhookSecurityConfiguration.class)
	static class Chain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(MountedSecrets.class)
	static class Mounted {

	}

}
