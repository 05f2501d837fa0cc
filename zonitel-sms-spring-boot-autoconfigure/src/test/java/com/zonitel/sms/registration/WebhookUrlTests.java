package com.zonitel.sms.registration;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WebhookUrl}, {@link DefaultWebhookUrlProvider} and {@link PublicUrls}.
 */
class WebhookUrlTests {

	private static final String SECRET = "canary+0123456789abcdef/0123456789";

	@Test
	void queryCarriesTheSecretEncodedAndIsNotShown() {
		WebhookUrl url = url("https://sms.example.com/webhooks/zonitel/sms", false);
		assertThat(url.value())
			.isEqualTo("https://sms.example.com/webhooks/zonitel/sms?token=canary%2B0123456789abcdef%2F0123456789");
		assertThat(url).hasToString("https://sms.example.com/webhooks/zonitel/sms?token=***");
	}

	@Test
	void queryOfTheEndpointIsKeptAndNotShown() {
		WebhookUrl url = url("https://sms.example.com/hook?key=canary", false);
		assertThat(url.value())
			.isEqualTo("https://sms.example.com/hook?key=canary&token=canary%2B0123456789abcdef%2F0123456789");
		assertThat(url).hasToString("https://sms.example.com/hook?token=***");
		assertThat(url("https://sms.example.com/hook?key=canary", true).value())
			.isEqualTo("https://sms.example.com/hook/canary%2B0123456789abcdef%2F0123456789?key=canary");
	}

	@Test
	void pathCarriesTheSecretIfAskedFor() {
		WebhookUrl url = url("https://sms.example.com/hook", true);
		assertThat(url.value()).isEqualTo("https://sms.example.com/hook/canary%2B0123456789abcdef%2F0123456789");
		assertThat(url).hasToString("https://sms.example.com/hook/***");
	}

	@Test
	void urlOfSomebodyElseShowsItsHostOnly() {
		assertThat(WebhookUrl.foreign("https://other.example/canary?canary#canary"))
			.hasToString("https://other.example/***");
		assertThat(WebhookUrl.foreign("https://canary:canary@other.example/")).hasToString("https://other.example/***");
		assertThat(WebhookUrl.foreign("not a URL, canary")).hasToString("***");
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example/b,https://a.example/b,true", "https://a.example/b,HTTPS://A.EXAMPLE:443/b,true",
			"https://a.example,https://a.example/,true", "https://a.example/b?c=d,https://a.example/b?c=d,true",
			"https://a.example/b,https://a.example/B,false", "https://a.example/b,https://a.example/b/,false",
			"https://a.example/b?token=1,https://a.example/b?token=2,false",
			"https://a.example/b?token=1,https://a.example/b,false", "https://a.example/b,http://a.example/b,false",
			"https://a.example/b,https://a.example:8443/b,false", "https://a.example/b,not a URL,false",
			"not a URL,not a URL,true" })
	void knowsWhenUrlsAreTheSame(String one, String other, boolean same) {
		assertThat(WebhookUrl.foreign(one).isSame(WebhookUrl.foreign(other))).isEqualTo(same);
		assertThat(WebhookUrl.foreign(other).isSame(WebhookUrl.foreign(one))).isEqualTo(same);
	}

	@Test
	void joinsPaths() {
		assertThat(DefaultWebhookUrlProvider.join(URI.create("https://a.example/base/"), "", "/ctx", "mvc", "/hook"))
			.hasToString("https://a.example/base/ctx/mvc/hook");
		assertThat(DefaultWebhookUrlProvider.join(URI.create("https://a.example"), "", "/", "/hook"))
			.hasToString("https://a.example/hook");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://sms.example.com", "HTTPS://SMS.EXAMPLE.COM:8443/a", "https://8.8.8.8",
			"https://172.15.0.1", "https://100.63.0.1", "https://[2606:4700::1111]", "https://xn--bcher-kva.example" })
	void publicUrlsAreAllowed(String url) {
		assertThat(new DefaultWebhookUrlProvider(URI.create(url), SECRET, false, false).getWebhookUrl().value())
			.startsWith(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://sms.example.com", "ftp://sms.example.com", "sms.example.com", "/path",
			"https:///path", "https://user@sms.example.com", "https://user:password@sms.example.com",
			"https://sms.example.com/#fragment", "https://localhost", "https://LOCALHOST", "https://localhost.",
			"https://a.localhost", "https://intranet", "https://printer.local", "https://a.internal",
			"https://127.0.0.1", "https://127.1", "https://2130706433", "https://0x7f.1", "https://0.0.0.0",
			"https://10.1.2.3", "https://172.16.0.1", "https://172.31.0.1", "https://192.168.1.1",
			"https://169.254.169.254", "https://100.64.0.1", "https://224.0.0.1", "https://255.255.255.255",
			"https://010.8.8.8", "https://8.8.8.999", "https://[::1]", "https://[::]", "https://[fe80::1]",
			"https://[fd00::1]", "https://[::ffff:10.0.0.1]", "https://[64:ff9b::a00:1]", "https://[2002:a00:1::]" })
	void urlsThatNobodyOutsideCanCallAreRefused(String url) {
		assertThatExceptionOfType(InvalidWebhookUrlException.class)
			.isThrownBy(() -> new DefaultWebhookUrlProvider(URI.create(url), SECRET, false, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080/hook", "http://127.0.0.1:8080", "https://[::1]:8443" })
	void loopbackIsAllowedBesideASimulator(String url) {
		assertThat(new DefaultWebhookUrlProvider(URI.create(url), SECRET, false, true).getWebhookUrl().value())
			.startsWith(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://sms.example.com", "http://10.1.2.3", "http://127.evil.example",
			"http://localhost.evil.example" })
	void nothingButLoopbackIsExceptedBesideASimulator(String url) {
		assertThatExceptionOfType(InvalidWebhookUrlException.class)
			.isThrownBy(() -> new DefaultWebhookUrlProvider(URI.create(url), SECRET, false, true));
	}

	private static WebhookUrl url(String endpoint, boolean secretInPath) {
		return new DefaultWebhookUrlProvider(URI.create(endpoint), SECRET, secretInPath, false).getWebhookUrl();
	}

}
