package com.zonitel.sms.webhook;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SecretSmsWebhookAuthenticator}.
 */
class SecretSmsWebhookAuthenticatorTests {

	private static final String FIRST = "first+/=&%secretfirst+/=&%secret";

	private static final String FIRST_ENCODED = "first%2B%2F%3D%26%25secretfirst%2b%2f%3d%26%25secret";

	private static final String SECOND = "0123456789abcdef0123456789abcdef";

	private final SecretSmsWebhookAuthenticator authenticator = new SecretSmsWebhookAuthenticator(
			List.of(FIRST, SECOND));

	@Test
	void tellsThePositionOfTheSecret() {
		assertThat(authenticate("token=" + FIRST_ENCODED).getSecretPosition()).isEqualTo(0);
		assertThat(authenticate("token=" + SECOND).getSecretPosition()).isEqualTo(1);
		assertThat(authenticate("token=wrong").getSecretPosition()).isNull();
	}

	@Test
	void tellsTheFirstPositionOfASecretThatIsListedTwice() {
		SmsWebhookAuthentication result = new SecretSmsWebhookAuthenticator(List.of(SECOND, SECOND))
			.authenticate(new Request("token=" + SECOND, null));
		assertThat(result.getSecretPosition()).isEqualTo(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "token=" + SECOND, "a=b&token=" + SECOND, "token=" + SECOND + "&a=b", "&&token=" + SECOND,
			"mytoken=1&token=" + SECOND, "token2=1&token=" + SECOND, "x=token=1&token=" + SECOND,
			"token=%30123456789abcdef0123456789abcde%66" })
	void acceptsTheSecretInTheQuery(String query) {
		assertThat(authenticate(query).isAuthenticated()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "token", "token=", "token&token=" + SECOND, "token=&token=" + SECOND,
			"token=" + SECOND + "&token=" + SECOND, "token=" + SECOND + "&token", "token==" + SECOND, "Token=" + SECOND,
			"%74oken=" + SECOND, "mytoken=" + SECOND, "a=token=" + SECOND, "token=%zz", "token=%", "token= " + SECOND,
			"token=" + SECOND + "%00", "token=0123456789ABCDEF0123456789ABCDEF",
			"token=0123456789abcdef0123456789abcde", "token=" + SECOND + ";a=b" })
	void refusesOtherQueries(String query) {
		assertThat(authenticate(query).isAuthenticated()).isFalse();
	}

	@Test
	void takesPlusLiterally() {
		SecretSmsWebhookAuthenticator authenticator = new SecretSmsWebhookAuthenticator(List.of("a+b/c"));
		assertThat(authenticator.authenticate(new Request("token=a+b/c", null)).isAuthenticated()).isTrue();
		assertThat(authenticator.authenticate(new Request("token=a%2Bb%2Fc", null)).isAuthenticated()).isTrue();
		assertThat(authenticator.authenticate(new Request("token=a%20b/c", null)).isAuthenticated()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer " + SECOND, "bearer " + SECOND, "BEARER   " + SECOND + " " })
	void acceptsTheSecretAsBearerToken(String header) {
		assertThat(authenticate(null, header).isAuthenticated()).isTrue();
		assertThat(authenticate("a=b&mytoken=1", header).isAuthenticated()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Bearer", "Bearer ", SECOND, "Basic " + SECOND, "Bearer" + SECOND,
			"Bearer " + SECOND + " x", "Bearer Bearer " + SECOND, "Bearer %30123456789abcdef0123456789abcdef" })
	void refusesOtherHeaders(String header) {
		assertThat(authenticate(null, header).isAuthenticated()).isFalse();
	}

	@Test
	void refusesSeveralHeaders() {
		assertThat(authenticate(null, "Bearer " + SECOND, "Bearer " + SECOND).isAuthenticated()).isFalse();
	}

	@Test
	void queryDecidesWhereItHasTheParameter() {
		assertThat(authenticate("token=" + SECOND, "Bearer of Zonitel's own").isAuthenticated()).isTrue();
		assertThat(authenticate("token=wrong", "Bearer " + SECOND).isAuthenticated()).isFalse();
		assertThat(authenticate("token=", "Bearer " + SECOND).isAuthenticated()).isFalse();
	}

	@Test
	void pathDecidesWhereItCarriesTheSecret() {
		assertThat(authenticate(new Request(null, FIRST_ENCODED)).getSecretPosition()).isEqualTo(0);
		assertThat(authenticate(new Request(null, SECOND)).getSecretPosition()).isEqualTo(1);
		assertThat(authenticate(new Request(null, SECOND + ";a=b")).isAuthenticated()).isFalse();
		assertThat(authenticate(new Request(null, "")).isAuthenticated()).isFalse();
		assertThat(authenticate(new Request("token=" + SECOND, "wrong", "Bearer " + SECOND)).isAuthenticated())
			.isFalse();
	}

	@Test
	void needsASecret() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SecretSmsWebhookAuthenticator(List.of()))
			.withMessage("'secrets' must not be empty");
	}

	@Test
	void showsNoSecret() {
		assertThat(this.authenticator.toString() + authenticate("token=" + SECOND)).doesNotContain(FIRST, SECOND);
	}

	private SmsWebhookAuthentication authenticate(@Nullable String query, String... authorization) {
		return authenticate(new Request(query, null, authorization));
	}

	private SmsWebhookAuthentication authenticate(Request request) {
		return this.authenticator.authenticate(request);
	}

	/**
	 * Head of a request.
	 */
	private static final class Request implements SmsWebhookRequest {

		private final @Nullable String query;

		private final @Nullable String pathSecret;

		private final String[] authorization;

		Request(@Nullable String query, @Nullable String pathSecret, String... authorization) {
			this.query = query;
			this.pathSecret = pathSecret;
			this.authorization = authorization;
		}

		@Override
		public String method() {
			return "POST";
		}

		@Override
		public @Nullable String query() {
			return this.query;
		}

		@Override
		public @Nullable String pathSecret() {
			return this.pathSecret;
		}

		@Override
		public List<String> headerNames() {
			return List.of();
		}

		@Override
		public List<String> headers(String name) {
			return name.equals("Authorization") ? Arrays.asList(this.authorization) : List.of();
		}

		@Override
		public long contentLength() {
			return 2;
		}

	}

}
