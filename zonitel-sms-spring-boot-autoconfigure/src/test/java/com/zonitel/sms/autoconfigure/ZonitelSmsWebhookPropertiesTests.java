package com.zonitel.sms.autoconfigure;

import java.time.Duration;
import java.util.Map;

import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties.Authentication;
import com.zonitel.sms.webhook.SecretLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZonitelSmsWebhookProperties}.
 */
class ZonitelSmsWebhookPropertiesTests {

	@Test
	void bindsEveryProperty() {
		ZonitelSmsWebhookProperties properties = bind(Map.ofEntries(Map.entry("enabled", "false"),
				Map.entry("path", "/a/b-c.d_e~f"), Map.entry("public-base-url", "https://sms.example.com"),
				Map.entry("public-url", "https://sms.example.com/hook"), Map.entry("secrets", "first,second"),
				Map.entry("secret-location", "path"), Map.entry("authentication", "none"),
				Map.entry("max-body-size", "16MB"), Map.entry("acknowledge-within", "4999ms"),
				Map.entry("capture.file", "requests.jsonl"), Map.entry("security.permit", "false")));
		assertThat(properties.isEnabled()).isFalse();
		assertThat(properties.getPath()).isEqualTo("/a/b-c.d_e~f");
		assertThat(properties.getPublicBaseUrl()).hasToString("https://sms.example.com");
		assertThat(properties.getPublicUrl()).hasToString("https://sms.example.com/hook");
		assertThat(properties.getSecrets()).extracting(Secret::value).containsExactly("first", "second");
		assertThat(properties.getSecretLocation()).isEqualTo(SecretLocation.PATH);
		assertThat(properties.getAuthentication()).isEqualTo(Authentication.NONE);
		assertThat(properties.getMaxBodySize().toMegabytes()).isEqualTo(16);
		assertThat(properties.getAcknowledgeWithin()).hasMillis(4999);
		assertThat(properties.getCapture().getFile()).hasToString("requests.jsonl");
		assertThat(properties.getSecurity().isPermit()).isFalse();
	}

	@Test
	void safeByDefault() {
		ZonitelSmsWebhookProperties properties = bind(Map.of());
		assertThat(properties.getAuthentication()).isEqualTo(Authentication.SECRET);
		assertThat(properties.getSecrets()).isEmpty();
		assertThat(properties.getAcknowledgeWithin()).isLessThan(Duration.ofSeconds(5));
		assertThat(properties.getCapture().getFile()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "hook", "/", "/hook/", "/hook?a", "/ho ok", "/{id}", "/*", "/hook%2F" })
	void pathIsPlain(String path) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("path", path)))
			.havingRootCause()
			.withMessageStartingWith("'path' must");
	}

	@ParameterizedTest
	@CsvSource({ "max-body-size,0B", "max-body-size,16777217B", "max-body-size,-1KB", "acknowledge-within,0s",
			"acknowledge-within,5s", "acknowledge-within,-1s" })
	void limitsAreKept(String property, String value) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of(property, value)))
			.havingRootCause()
			.withMessageContaining("must be positive");
	}

	private static ZonitelSmsWebhookProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("",
				ZonitelSmsWebhookProperties.class);
	}

}
