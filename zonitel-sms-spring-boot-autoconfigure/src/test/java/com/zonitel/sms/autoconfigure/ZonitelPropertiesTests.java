package com.zonitel.sms.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZonitelProperties}.
 */
class ZonitelPropertiesTests {

	@Test
	void bindsTheAccountAndItsApi() {
		ZonitelProperties properties = bind(Map.of("zonitel.client-id", "client", "zonitel.access-token", "token",
				"zonitel.api.base-url", "http://localhost:8091", "zonitel.api.connect-timeout", "1s",
				"zonitel.api.read-timeout", "250", "zonitel.api.ssl.bundle", "own"));
		assertThat(properties.getClientId()).isNotNull().extracting(Secret::value).isEqualTo("client");
		assertThat(properties.getAccessToken()).isNotNull().extracting(Secret::value).isEqualTo("token");
		assertThat(properties.getApi().getBaseUrl()).hasToString("http://localhost:8091");
		assertThat(properties.getApi().getConnectTimeout()).hasSeconds(1);
		assertThat(properties.getApi().getReadTimeout()).hasMillis(250);
		assertThat(properties.getApi().getSsl().getBundle()).isEqualTo("own");
	}

	@Test
	void credentialIsNotShown() {
		ZonitelProperties properties = bind(Map.of("zonitel.access-token", "canary"));
		assertThat(String.valueOf(properties.getAccessToken())).isEqualTo("***");
	}

	@ParameterizedTest
	@CsvSource({ "base-url,ftp://a.example,must start with", "base-url,api.zonitel.com,must start with",
			"base-url,https:///path,must start with", "base-url,https://a.example?b=c,neither user information",
			"base-url,https://a.example#b,neither user information",
			"base-url,https://a:b@a.example,neither user information", "connect-timeout,0s,must be positive",
			"read-timeout,-1s,must be positive", "read-timeout,1us,must be positive" })
	void invalidApiIsRefused(String property, String value, String reason) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("zonitel.api." + property, value)))
			.havingRootCause()
			.withMessageContaining(reason);
	}

	private static ZonitelProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("zonitel",
				ZonitelProperties.class);
	}

}
