package com.zonitel.sms.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnresolvedPlaceholder}.
 */
class UnresolvedPlaceholderTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "ZONITEL_SMS_WEBHOOK_SECRET", "SECRET", "SECRET_2", "app.sms.secret", "sms-secrets.first" })
	void variableOfASecretIsNamed(String variable) {
		UnresolvedPlaceholder placeholder = UnresolvedPlaceholder.in(Secret.of("${" + variable + "}"));
		assertThat(placeholder).isEqualTo(new UnresolvedPlaceholder(variable));
	}

	@ParameterizedTest
	@ValueSource(strings = { "canary-secret-two-0123456789abcdefgh", "3f2c9a4e-71b0-4c38-9d1e-0a6b5c4d3e2f",
			"a3f2c9a4e71b04c389d1e0a6b5c4d3e2f", "A3F2C9A4E71B04C389D1E0A6B5C4D3E2F",
			"xUo_4iZ-9TqWmRb2sLkE7vYhNcJd8fGp", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "" })
	void secretBetweenTheBracesIsNotNamed(String secret) {
		assertThat(UnresolvedPlaceholder.in(Secret.of("${" + secret + "}"))).isEqualTo(new UnresolvedPlaceholder(null));
	}

	@Test
	void placeholderWithinASecretIsNotNamed() {
		assertThat(UnresolvedPlaceholder.in(Secret.of("prefix${SECRET}"))).isEqualTo(new UnresolvedPlaceholder(null));
	}

	@Test
	void valueWithoutAPlaceholderHasNone() {
		assertThat(UnresolvedPlaceholder.in(Secret.of("0123456789abcdef"))).isNull();
		assertThat(UnresolvedPlaceholder.in("https://sms.example.com")).isNull();
	}

	@Test
	void variableOfAValueThatMayBeShownIsNamed() {
		assertThat(UnresolvedPlaceholder.in("https://${publicHost}/sms"))
			.isEqualTo(new UnresolvedPlaceholder("publicHost"));
	}

}
