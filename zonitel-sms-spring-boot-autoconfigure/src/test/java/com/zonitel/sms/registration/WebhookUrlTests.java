package com.zonitel.sms.registration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebhookUrl} and {@link NormalizedUrl}.
 */
class WebhookUrlTests {

	@Test
	void urlOfSomebodyElseShowsItsHostOnly() {
		assertThat(WebhookUrl.foreign("https://other.example/canary?canary#canary"))
			.hasToString("https://other.example/***");
		assertThat(WebhookUrl.foreign("https://canary:canary@other.example/")).hasToString("https://other.example/***");
		assertThat(WebhookUrl.foreign("not a URL, canary")).hasToString("***");
	}

	@ParameterizedTest
	@CsvSource({ "https://h.example/prod?token=1,https://h.example/prod?token=2,query",
			"https://h.example/staging?token=1,https://h.example/prod?token=2,path query",
			"https://h.example:8443/prod,https://h.example/prod,port",
			"http://h.example:443/prod,https://i.example/prod,scheme host",
			"not a URL,https://h.example/prod,spelling" })
	void namesTheDifferences(String one, String other, String differences) {
		assertThat(WebhookUrl.foreign(one).differences(WebhookUrl.foreign(other)))
			.containsExactly(differences.split(" "));
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example/b?token=se%2Fcret,true", "https://a.example/b/se%2Fcret,true",
			"https://a.example/b?token=other,false", "https://a.example/b?token=se%2Fcrets,false", "not a URL,false",
			"not a URL se/cret,true" })
	void knowsWhetherItCarriesASecret(String url, boolean carries) {
		assertThat(WebhookUrl.foreign(url).carries("se/cret")).isEqualTo(carries);
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example/b,https://a.example/b,true", "https://a.example/b,HTTPS://A.EXAMPLE:443/b,true",
			"https://a.example,https://a.example/,true", "https://a.example/b?c=d,https://a.example/b?c=d,true",
			"https://a.example/b,https://a.example/B,false", "https://a.example/b,https://a.example/b/,false",
			"https://a.example/b/?c=d,https://a.example/b?c=d,false",
			"https://a.example/?c=d,https://a.example?c=d,true", "https://a.example./b,https://a.example/b,true",
			"https://a.example/b?c=d%2Fe%2be,https://a.example/b?c=d/e+e,true",
			"https://a.example/b?c=d%2be,https://a.example/b?c=d%2Be,true",
			"https://a.example/b?,https://a.example/b,true", "https://a.example/%7Eb,https://a.example/~b,true",
			"https://a.example/b%2Fc,https://a.example/b/c,false",
			"https://a.example/b?c=d%26e=f,https://a.example/b?c=d&e=f,false",
			"https://a.example/b%zz,https://a.example/b%zz,true",
			"https://a.example/b?token=1,https://a.example/b?token=2,false",
			"https://a.example/b?token=1,https://a.example/b,false", "https://a.example/b,http://a.example/b,false",
			"https://a.example/b,https://a.example:8443/b,false", "https://a.example/b,not a URL,false",
			"not a URL,not a URL,true" })
	void knowsWhenUrlsAreTheSame(String one, String other, boolean same) {
		assertThat(WebhookUrl.foreign(one).isSame(WebhookUrl.foreign(other))).isEqualTo(same);
		assertThat(WebhookUrl.foreign(other).isSame(WebhookUrl.foreign(one))).isEqualTo(same);
	}

}
