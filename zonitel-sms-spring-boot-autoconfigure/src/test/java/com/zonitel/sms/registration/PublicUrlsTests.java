package com.zonitel.sms.registration;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link PublicUrls}.
 */
class PublicUrlsTests {

	@Test
	void joinsPaths() {
		assertThat(PublicUrls.join(URI.create("https://a.example/base/"), "", "/ctx", "mvc", "/hook"))
			.hasToString("https://a.example/base/ctx/mvc/hook");
		assertThat(PublicUrls.join(URI.create("https://a.example"), "", "/", "/hook"))
			.hasToString("https://a.example/hook");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://sms.example.com", "HTTPS://SMS.EXAMPLE.COM:8443/a", "https://8.8.8.8",
			"https://172.15.0.1", "https://100.63.0.1", "https://[2606:4700::1111]", "https://xn--bcher-kva.example" })
	void publicUrlsAreAllowed(String url) {
		assertThatNoException().isThrownBy(() -> PublicUrls.check(URI.create(url), false));
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
			.isThrownBy(() -> PublicUrls.check(URI.create(url), false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080/hook", "http://127.0.0.1:8080", "https://[::1]:8443" })
	void loopbackIsAllowedBesideASimulator(String url) {
		assertThatNoException().isThrownBy(() -> PublicUrls.check(URI.create(url), true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://sms.example.com", "http://10.1.2.3", "http://127.evil.example",
			"http://localhost.evil.example" })
	void nothingButLoopbackIsExceptedBesideASimulator(String url) {
		assertThatExceptionOfType(InvalidWebhookUrlException.class)
			.isThrownBy(() -> PublicUrls.check(URI.create(url), true));
	}

	@ParameterizedTest
	@CsvSource({ "https://my_app.example.com,'must have a host of letters, digits, hyphens and dots'",
			"https://b\u00fccher.example/a,must spell its host in ASCII: xn--bcher-kva.example",
			"https://a.example:99999/a,'must have a port from 1 to 65535, or none'",
			"https://a.example:0/a,'must have a port from 1 to 65535, or none'",
			"https://a.example:abc/a,'must have a port from 1 to 65535, or none'", "https:///a,'must have a host'",
			"https://intranet,'must have a public host name, since Zonitel cannot reach a local or private one'" })
	void refusalNamesTheFault(String url, String fault) {
		assertThatExceptionOfType(InvalidWebhookUrlException.class)
			.isThrownBy(() -> PublicUrls.check(URI.create(url), false))
			.withMessage(fault);
	}

}
