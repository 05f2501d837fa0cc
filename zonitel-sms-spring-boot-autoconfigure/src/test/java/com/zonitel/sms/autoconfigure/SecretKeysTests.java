package com.zonitel.sms.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretKeys}.
 */
class SecretKeysTests {

	@ParameterizedTest
	@ValueSource(strings = { "zonitel.access-token", "zonitel.accessToken", "ZONITEL_ACCESS_TOKEN", "zonitel.client-id",
			"zonitel.sms.webhook.secrets", "zonitel.sms.webhook.secrets[1]", "ZONITEL_SMS_WEBHOOK_SECRETS_0" })
	void namesOfSecretsAreKnownInAnyNotation(String key) {
		assertThat(SecretKeys.contain(key)).isTrue();
	}

	@Test
	void otherNamesAreNotSecret() {
		assertThat(SecretKeys.contain("zonitel.api.base-url")).isFalse();
		assertThat(SecretKeys.contain("zonitel.sms.webhook.secret-location")).isFalse();
	}

}
