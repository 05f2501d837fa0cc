package com.zonitel.sms.autoconfigure.registration;

import java.net.URI;

import com.zonitel.sms.registration.WebhookUrl;
import com.zonitel.sms.webhook.SecretLocation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebhookUrls}.
 */
class WebhookUrlsTests {

	private static final String SECRET = "canary+0123456789abcdef/0123456789";

	@Test
	void queryCarriesTheSecretEncodedAndIsNotShown() {
		WebhookUrl url = url("https://sms.example.com/webhooks/zonitel/sms", SecretLocation.QUERY);
		assertThat(url.value())
			.isEqualTo("https://sms.example.com/webhooks/zonitel/sms?token=canary%2B0123456789abcdef%2F0123456789");
		assertThat(url).hasToString("https://sms.example.com/webhooks/zonitel/sms?token=***");
	}

	@Test
	void queryOfTheEndpointIsKeptAndNotShown() {
		WebhookUrl url = url("https://sms.example.com/hook?key=canary", SecretLocation.QUERY);
		assertThat(url.value())
			.isEqualTo("https://sms.example.com/hook?key=canary&token=canary%2B0123456789abcdef%2F0123456789");
		assertThat(url).hasToString("https://sms.example.com/hook?token=***");
		assertThat(url("https://sms.example.com/hook?key=canary", SecretLocation.PATH).value())
			.isEqualTo("https://sms.example.com/hook/canary%2B0123456789abcdef%2F0123456789?key=canary");
	}

	@Test
	void pathCarriesTheSecretIfAskedFor() {
		WebhookUrl url = url("https://sms.example.com/hook", SecretLocation.PATH);
		assertThat(url.value()).isEqualTo("https://sms.example.com/hook/canary%2B0123456789abcdef%2F0123456789");
		assertThat(url).hasToString("https://sms.example.com/hook/***");
	}

	@Test
	void urlWithoutASecretHidesItsQuery() {
		WebhookUrl url = WebhookUrls.of(URI.create("https://sms.example.com/hook?key=canary"), SecretLocation.QUERY,
				null);
		assertThat(url.value()).isEqualTo("https://sms.example.com/hook?key=canary");
		assertThat(url).hasToString("https://sms.example.com/hook");
	}

	private static WebhookUrl url(String endpoint, SecretLocation secretLocation) {
		return WebhookUrls.of(URI.create(endpoint), secretLocation, SECRET);
	}

}
