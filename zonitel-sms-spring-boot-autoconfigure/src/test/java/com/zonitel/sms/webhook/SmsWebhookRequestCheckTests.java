package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookRequestCheck}.
 */
class SmsWebhookRequestCheckTests {

	private static final int MAX_BODY_SIZE = 100;

	private SmsWebhookAuthenticator authenticator = (request) -> SmsWebhookAuthentication.accepted();

	@Test
	void methodComesFirst() {
		this.authenticator = (request) -> SmsWebhookAuthentication.refused();
		assertThat(refuse("GET", List.of(), 2)).isEqualTo(SmsWebhookAnswer.METHOD_NOT_ALLOWED);
	}

	@Test
	void strangerLearnsNothingOfTheRest() {
		this.authenticator = (request) -> SmsWebhookAuthentication.refused();
		assertThat(refuse("POST", List.of("text/plain"), 1_000)).isEqualTo(SmsWebhookAnswer.UNAUTHORIZED);
	}

	@Test
	void authenticatorThatFailsRefusesForNow() {
		this.authenticator = (request) -> {
			throw new IllegalStateException();
		};
		assertThat(refuse("POST", List.of(), 2)).isEqualTo(SmsWebhookAnswer.UNAVAILABLE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=utf-8", "text/json",
			"application/vnd.zonitel+json", "application/json; charset=\"broken" })
	void jsonIsTaken(String contentType) {
		assertThat(refuse("POST", List.of(contentType), MAX_BODY_SIZE)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "text/plain", "application/x-www-form-urlencoded", "json", "application/jsonx" })
	void otherTypesAreNot(String contentType) {
		assertThat(refuse("POST", List.of(contentType), 2)).isEqualTo(SmsWebhookAnswer.UNSUPPORTED_MEDIA_TYPE);
	}

	@Test
	void typeAndLengthMayBeMissing() {
		assertThat(refuse("POST", List.of(), -1)).isNull();
	}

	@Test
	void declaredLengthIsLimited() {
		assertThat(refuse("POST", List.of(), MAX_BODY_SIZE + 1)).isEqualTo(SmsWebhookAnswer.CONTENT_TOO_LARGE);
	}

	private SmsWebhookResponse refuse(String method, List<String> contentTypes, long contentLength) {
		SmsWebhookJournal journal = new SmsWebhookJournal(List.of(), new RefusalLog(Duration.ofMinutes(1)));
		return new SmsWebhookRequestCheck((request) -> this.authenticator.authenticate(request), MAX_BODY_SIZE, journal,
				null)
			.refuse(new TestSmsWebhookRequest(method, null, contentTypes, contentLength));
	}

}
