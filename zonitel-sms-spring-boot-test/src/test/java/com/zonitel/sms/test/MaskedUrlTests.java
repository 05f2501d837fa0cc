package com.zonitel.sms.test;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MaskedUrl}.
 */
class MaskedUrlTests {

	@ParameterizedTest
	@CsvSource({ "https://a.example/hook?token=canary,https://a.example/hook?***",
			"https://a.example/hook?a=b&token=canary,https://a.example/hook?***",
			"https://a.example/hook/canary-0123456789abcdef0123456789,https://a.example/hook/***",
			"https://a.example/hook/canary-0123456789abcdef0123456789?b=canary,https://a.example/hook/***?***",
			"https://canary:canary@a.example/hook,https://***@a.example/hook", "https://a.example,https://a.example",
			"https://a.example/webhooks/zonitel/sms,https://a.example/webhooks/zonitel/sms", "'',''" })
	void hidesWhatMayBeASecret(String url, String masked) {
		assertThat(MaskedUrl.of(url)).isEqualTo(masked);
	}

	@Test
	void callOfTheApiShowsItMasked() {
		assertThat(new ApiCall("PUT", "/webhooks", "https://a.example/hook?token=canary", 200, Instant.EPOCH))
			.hasToString("PUT /webhooks with url https://a.example/hook?*** answered 200");
		assertThat(new ApiCall("GET", "/webhooks", null, 0, Instant.EPOCH))
			.hasToString("GET /webhooks answered not at all");
	}

}
