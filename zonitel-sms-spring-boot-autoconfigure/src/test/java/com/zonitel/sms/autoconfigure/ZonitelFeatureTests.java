package com.zonitel.sms.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZonitelFeature}.
 */
class ZonitelFeatureTests {

	@Test
	void serviceLinksOfKubernetesDoNotActivateTheStarter() {
		assertThat(ZonitelFeature.ANY.isEnabled(variables(Map.ofEntries(Map.entry("ZONITEL_SERVICE_HOST", "10.0.0.1"),
				Map.entry("ZONITEL_SERVICE_PORT", "80"), Map.entry("ZONITEL_SERVICE_PORT_HTTP", "80"),
				Map.entry("ZONITEL_PORT", "tcp://10.0.0.1:80"), Map.entry("ZONITEL_PORT_80_TCP", "tcp://10.0.0.1:80"),
				Map.entry("ZONITEL_PORT_80_TCP_PROTO", "tcp"), Map.entry("ZONITEL_PORT_80_TCP_PORT", "80"),
				Map.entry("ZONITEL_PORT_80_TCP_ADDR", "10.0.0.1"), Map.entry("ZONITEL_API_SERVICE_HOST", "10.0.0.2"),
				Map.entry("ZONITEL_SMS_PORT_53_UDP_ADDR", "10.0.0.3")))))
			.isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ZONITEL_CLIENT_ID", "ZONITEL_CLIENTID", "ZONITEL_SMS_WEBHOOK_SECRETS",
			"ZONITEL_SMS_WEBHOOK_SECRETS_0_", "ZONITEL_SMS_WEBHOOK_PUBLICBASEURL", "ZONITEL_API_BASEURL",
			"zonitel_access_token", "zonitel.client-id", "ZONITEL_SMS_INBOX_TYPE" })
	void variablesOfTheStarterActivateItBesideServiceLinks(String name) {
		assertThat(ZonitelFeature.ANY
			.isEnabled(variables(Map.of("ZONITEL_SERVICE_HOST", "10.0.0.1", name, "value", "PATH", "/bin")))).isTrue();
	}

	@Test
	void anyPropertyActivatesTheStarter() {
		assertThat(ZonitelFeature.ANY.isEnabled(properties(Map.of("zonitel.sms.webhok.secrets", "a")))).isTrue();
		assertThat(ZonitelFeature.ANY.isEnabled(properties(Map.of("zonitels.client-id", "a")))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = { "zonitel.sms.inbox.type,'',MEMORY_INBOX",
			"zonitel.sms.inbox.type,jdbc ,JDBC_INBOX", "zonitel.sms.inbox.type, memory,MEMORY_INBOX",
			"zonitel.sms.webhook.secret-location,path ,SECRET_IN_PATH",
			"zonitel.sms.webhook.authentication,'',SECURITY_PERMIT",
			"zonitel.sms.webhook.authentication,SECRET ,SECURITY_PERMIT",
			"zonitel.sms.registration.mode,'',REGISTRATION", "zonitel.sms.registration.mode,ensure ,REGISTRATION" })
	void blanksAroundAValueDoNotMatter(String property, String value, ZonitelFeature feature) {
		assertThat(feature.isEnabled(properties(Map.of(property, value)))).isTrue();
	}

	private static StandardEnvironment variables(Map<String, Object> variables) {
		StandardEnvironment environment = properties(Map.of());
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return environment;
	}

	private static StandardEnvironment properties(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		return environment;
	}

}
