package com.zonitel.sms.autoconfigure.registration;

import java.net.URI;
import java.util.List;

import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import com.zonitel.sms.autoconfigure.Secret;
import com.zonitel.sms.autoconfigure.WebhookSecrets;
import com.zonitel.sms.autoconfigure.WebhookSecretsFactory;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.webhook.SecretLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConfiguredWebhookUrlProvider}.
 */
class ConfiguredWebhookUrlProviderTests {

	private static final String SECRET = "canary-0123456789abcdef0123456789";

	private final ZonitelSmsWebhookProperties webhook = new ZonitelSmsWebhookProperties();

	private boolean loopbackAllowed;

	ConfiguredWebhookUrlProviderTests() {
		this.webhook.setSecrets(List.of(Secret.of(SECRET)));
	}

	@ParameterizedTest
	@CsvSource({ "https://sms.example.com,'','',https://sms.example.com/hook",
			"https://sms.example.com/,/app,/api,https://sms.example.com/app/api/hook",
			"https://sms.example.com/proxy//,/app,'',https://sms.example.com/proxy/app/hook" })
	void pathsOfTheApplicationFollowTheBaseUrl(String base, String contextPath, String servletPath, String endpoint) {
		this.webhook.setPublicBaseUrl(URI.create(base));
		assertThat(url(contextPath, servletPath, "/hook")).isEqualTo(endpoint + "?token=" + SECRET);
	}

	@Test
	void publicUrlIsTakenAsItIs() {
		this.webhook.setPublicBaseUrl(URI.create("http://ignored"));
		this.webhook.setPublicUrl(URI.create("https://sms.example.com/other?key=1"));
		assertThat(url("/app", "", "/hook")).isEqualTo("https://sms.example.com/other?key=1&token=" + SECRET);
		this.webhook.setSecretLocation(SecretLocation.PATH);
		assertThat(url("/app", "", "/hook")).isEqualTo("https://sms.example.com/other/" + SECRET + "?key=1");
	}

	@Test
	void secretIsReadForEachAttempt() {
		this.webhook.setPublicBaseUrl(URI.create("https://sms.example.com"));
		ConfiguredWebhookUrlProvider provider = provider("", "", "/hook");
		String next = "next-0123456789abcdef0123456789abcdef";
		this.webhook.setSecrets(List.of(Secret.of(next)));
		assertThat(provider.getWebhookUrl().value()).endsWith("?token=" + next);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://sms.example.com/hook", "https://sms.example.com/hook/",
			"https://sms.example.com/app/hook" })
	void baseUrlThatHoldsThePathAlreadyIsRefused(String base) {
		this.webhook.setPublicBaseUrl(URI.create(base));
		assertRefused("'zonitel.sms.webhook.public-base-url' ends with '/hook'");
	}

	@Test
	void baseUrlWithAQueryIsRefused() {
		this.webhook.setPublicBaseUrl(URI.create("https://sms.example.com?a=canary"));
		assertRefused("'zonitel.sms.webhook.public-base-url' has a query");
	}

	@ParameterizedTest
	@ValueSource(strings = { "token=canary", "a=b&token=canary", "token" })
	void publicUrlThatHasATokenIsRefused(String query) {
		this.webhook.setPublicUrl(URI.create("https://sms.example.com/hook?" + query));
		assertRefused("'zonitel.sms.webhook.public-url' has the query parameter 'token'");
	}

	@Test
	void publicUrlWhoseParameterOnlyEndsLikeATokenIsTaken() {
		this.webhook.setPublicUrl(URI.create("https://sms.example.com/hook?mytoken=1&tokens=2"));
		assertThat(url("", "", "/hook")).startsWith("https://sms.example.com/hook?mytoken=1&tokens=2&token=");
	}

	@Test
	void placeholderForNothingIsNamed() {
		this.webhook.setPublicBaseUrl(URI.create("https://$%7BPUBLIC_HOST%7D"));
		assertRefused("'${PUBLIC_HOST}', which is not set");
	}

	@Test
	void urlThatZonitelCannotCallIsRefusedWithTheProperty() {
		this.webhook.setPublicBaseUrl(URI.create("https://localhost"));
		assertRefused("'zonitel.sms.webhook.public-base-url' must have a public host name");
		this.webhook.setPublicUrl(URI.create("http://sms.example.com/hook"));
		assertRefused("'zonitel.sms.webhook.public-url' must start with 'https://'");
	}

	@Test
	void simulatorOnThisMachineMayCallThisMachine() {
		this.loopbackAllowed = true;
		this.webhook.setPublicBaseUrl(URI.create("http://localhost:8080"));
		assertThat(url("", "", "/hook")).startsWith("http://localhost:8080/hook?token=");
	}

	private void assertRefused(String description) {
		assertThatExceptionOfType(InvalidZonitelConfigurationException.class)
			.isThrownBy(() -> provider("", "", "/hook"))
			.withMessageContaining(description)
			.withMessageNotContaining("canary");
	}

	private String url(String... paths) {
		return provider(paths).getWebhookUrl().value();
	}

	private ConfiguredWebhookUrlProvider provider(String... paths) {
		WebhookSecrets secrets = WebhookSecretsFactory.create(this.webhook);
		return new ConfiguredWebhookUrlProvider(this.webhook, secrets, List.of(paths), this.loopbackAllowed);
	}

}
