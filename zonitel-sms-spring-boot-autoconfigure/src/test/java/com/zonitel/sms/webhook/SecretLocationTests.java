package com.zonitel.sms.webhook;

import java.net.URI;

import org.junit.jupiter.api.Test;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretLocation}.
 */
class SecretLocationTests {

	private static final String SECRET = "se/cr+et &";

	@Test
	void queryCarriesTheSecretBesidesWhatItHas() {
		assertThat(SecretLocation.QUERY.addSecret(URI.create("https://a.example/b?c=d%20e"), SECRET))
			.hasToString("https://a.example/b?c=d%20e&token=se%2Fcr%2Bet%20%26");
		assertThat(SecretLocation.QUERY.pathPattern("/b")).isEqualTo("/b");
		assertThat(SecretLocation.QUERY.pathSecret(PathContainer.parsePath("/b"))).isNull();
	}

	@Test
	void pathCarriesTheSecretAsItsLastSegment() {
		URI url = SecretLocation.PATH.addSecret(URI.create("https://a.example/b?c=d"), SECRET);
		assertThat(url).hasToString("https://a.example/b/se%2Fcr%2Bet%20%26?c=d");
		PathContainer path = PathContainer.parsePath(url.getRawPath());
		assertThat(PathPatternParser.defaultInstance.parse(SecretLocation.PATH.pathPattern("/b")).matches(path))
			.isTrue();
		assertThat(SecretLocation.PATH.pathSecret(path)).isEqualTo("se%2Fcr%2Bet%20%26");
	}

}
