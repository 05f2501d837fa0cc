package com.zonitel.sms.autoconfigure.sanitizing;

import java.util.List;

import com.zonitel.sms.autoconfigure.Secret;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretSanitizingFunction}.
 */
class SecretSanitizingFunctionTests {

	private static final String SECRET = "0123456789abcdef+0123456789abcdef";

	@ParameterizedTest
	@ValueSource(strings = { "zonitel.client-id", "zonitel.clientId", "ZONITEL_CLIENT_ID", "zonitel.access-token",
			"ZONITEL_ACCESSTOKEN", "zonitel.access_token", "zonitel.sms.webhook.secrets",
			"zonitel.sms.webhook.secrets[1]", "ZONITEL_SMS_WEBHOOK_SECRETS_0", "zonitel.sms.webhook.secrets[0].value" })
	void hidesWhatItsKeyTells(String key) {
		assertThat(sanitize(key, "x")).isEqualTo("******");
	}

	@ParameterizedTest
	@ValueSource(strings = { SECRET, "java -jar app.jar --token=" + SECRET,
			"https://example.com/?token=0123456789abcdef%2B0123456789abcdef", "0000-client-id", "a-token-of-access" })
	void hidesWhatQuotesASecret(String value) {
		assertThat(sanitize("any.key", value)).isEqualTo("******");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zonitel.api.base-url", "zonitel.sms.webhook.path", "zonitel.sms.webhook.secret-location",
			"my.access-token", "my.secrets" })
	void leavesEverythingElse(String key) {
		assertThat(sanitize(key, "0123456789abcdef")).isEqualTo("0123456789abcdef");
	}

	@Test
	void takesNoShortValueForASecret() {
		ZonitelProperties zonitel = new ZonitelProperties();
		zonitel.setAccessToken(Secret.of("a"));
		SecretSanitizingFunction function = new SecretSanitizingFunction(zonitel, new ZonitelSmsWebhookProperties());
		assertThat(function.apply(new SanitizableData(null, "key", "a value")).getValue()).isEqualTo("a value");
		assertThat(function.apply(new SanitizableData(null, "key", null)).getValue()).isNull();
	}

	private static Object sanitize(String key, String value) {
		ZonitelProperties zonitel = new ZonitelProperties();
		zonitel.setClientId(Secret.of("0000-client-id"));
		zonitel.setAccessToken(Secret.of("a-token-of-access"));
		ZonitelSmsWebhookProperties webhook = new ZonitelSmsWebhookProperties();
		webhook.setSecrets(List.of(Secret.of(SECRET)));
		return new SecretSanitizingFunction(zonitel, webhook).apply(new SanitizableData(null, key, value)).getValue();
	}

}
