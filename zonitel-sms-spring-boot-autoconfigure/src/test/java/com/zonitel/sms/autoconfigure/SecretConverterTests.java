package com.zonitel.sms.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretConverter}, with secrets that are mounted as files.
 */
class SecretConverterTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	@TempDir
	private Path directory;

	@Test
	void flatFilesAreBound() throws IOException {
		write("zonitel.client-id", "client");
		write("zonitel.access-token", "token");
		write("zonitel.sms.webhook.secrets", SECRET + "," + SECRET.toUpperCase());
		assertBound(WebApplicationType.SERVLET, 2);
	}

	@Test
	void filesInDirectoriesAreBound() throws IOException {
		write("zonitel/client-id", "client\n");
		write("zonitel/access-token", "token\n");
		write("zonitel/sms/webhook/secrets", SECRET + "\n");
		assertBound(WebApplicationType.REACTIVE, 1);
	}

	@Test
	void elementsOfAListAreBound() throws IOException {
		write("zonitel.client-id", "client");
		write("zonitel.access-token", "token");
		write("zonitel.sms.webhook.secrets[0]", SECRET);
		write("zonitel.sms.webhook.secrets[1]", SECRET);
		assertBound(WebApplicationType.SERVLET, 2);
	}

	private void assertBound(WebApplicationType type, int secrets) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
			.run("--server.port=0", "--spring.config.import=configtree:" + this.directory + "/")) {
			ZonitelProperties zonitel = context.getBean(ZonitelProperties.class);
			assertThat(zonitel.getClientId()).extracting(Secret::value).isEqualTo("client");
			assertThat(zonitel.getAccessToken()).extracting(Secret::value).isEqualTo("token");
			assertThat(context.getBean(ZonitelSmsWebhookProperties.class).getSecrets()).hasSize(secrets)
				.first()
				.extracting(Secret::value)
				.isEqualTo(SECRET);
		}
	}

	private void write(String name, String content) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
