package com.zonitel.sms.client;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link RestClientZonitelSmsWebhookClient}.
 */
class RestClientZonitelSmsWebhookClientTests {

	private static final String PATH = "/api/v3/integrations/sms/webhooks";

	private static final String CLIENT_ID = "0a1b2c3d-0000-4000-8000-000000000000";

	private static final String TOKEN = "canary-access-token";

	private final WireMockServer server = startServer();

	private final ZonitelSmsWebhookClient client = createClient();

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@Test
	void readsTheRegisteredUrl() {
		answerTo(WireMock.get(PATH), okJson("""
				{"status":"success","data":{"url":"https://yourdomain.com/api/sms-webhook"},\
				"message":"Webhook retrieved successfully"}"""));
		assertThat(this.client.getWebhookUrl()).isEqualTo("https://yourdomain.com/api/sms-webhook");
		this.server.verify(1,
				getRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer " + TOKEN))
					.withHeader("X-Client-Id", equalTo(CLIENT_ID))
					.withHeader("Accept", equalTo("application/json")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"status\":\"success\",\"data\":null}", "{\"status\":\"success\",\"data\":{}}",
			"{\"status\":\"success\",\"data\":{\"url\":null}}", "{\"status\":\"success\",\"data\":{\"url\":\"\"}}" })
	void nothingRegisteredIsNull(String answer) {
		answerTo(WireMock.get(PATH), okJson(answer));
		assertThat(this.client.getWebhookUrl()).isNull();
	}

	@Test
	void notFoundMeansNothingRegistered() {
		answerTo(WireMock.get(PATH), aResponse().withStatus(404));
		assertThat(this.client.getWebhookUrl()).isNull();
	}

	@Test
	void writesTheUrl() {
		answerTo(WireMock.put(PATH),
				okJson("{\"status\":\"success\",\"data\":{\"url\":\"https://a.example/b?token=c\"}}"));
		this.client.setWebhookUrl("https://a.example/b?token=c");
		this.server.verify(1,
				putRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer " + TOKEN))
					.withHeader("X-Client-Id", equalTo(CLIENT_ID))
					.withHeader("Content-Type", equalTo("application/json"))
					.withHeader("Content-Length", matching("[0-9]+"))
					.withRequestBody(equalToJson("{\"url\":\"https://a.example/b?token=c\"}")));
	}

	@ParameterizedTest
	@CsvSource({ "400,BAD_REQUEST,false", "401,UNAUTHENTICATED,false", "403,ACCESS_DENIED,false", "404,NOT_FOUND,false",
			"429,RATE_LIMITED,true", "500,SERVER_ERROR,true", "503,SERVER_ERROR,true", "201,UNEXPECTED_ANSWER,true",
			"302,UNEXPECTED_ANSWER,true", "418,UNEXPECTED_ANSWER,true" })
	void statusTellsTheReason(int status, Reason reason, boolean retryable) {
		answerTo(WireMock.put(PATH),
				aResponse().withStatus(status)
					.withHeader("Location", this.server.baseUrl() + "/elsewhere")
					.withBody("{\"code\":" + status + ",\"message\":\"canary-body\"}"));
		ZonitelApiException failure = failure(
				() -> this.client.setWebhookUrl("https://a.example/?token=canary-secret"));
		assertThat(failure.getReason()).isEqualTo(reason);
		assertThat(failure.isRetryable()).isEqualTo(retryable);
		assertThat(failure).hasMessageContaining(String.valueOf(status)).hasStackTraceContaining("localhost");
		this.server.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>canary-body</html>", "[]", "{}", "{\"data\":{\"url\":\"https://a.example\"}}",
			"{\"status\":\"success\",\"data\":{\"url\":7}}", "{\"status\":\"success\"" })
	void anythingElseThanTheDocumentedJsonIsUnexpected(String answer) {
		answerTo(WireMock.get(PATH), okJson(answer));
		assertThat(failure(this.client::getWebhookUrl).getReason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
	}

	@Test
	void hugeAnswerIsNotReadToTheEnd() {
		answerTo(WireMock.get(PATH), okJson("{\"a\":\"" + "x".repeat(200_000) + "\"}"));
		assertThat(failure(this.client::getWebhookUrl).getReason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
	}

	@ParameterizedTest
	@EnumSource(Fault.class)
	void brokenConnectionIsATransportFailure(Fault fault) {
		answerTo(WireMock.get(PATH), aResponse().withFault(fault));
		Reason reason = failure(this.client::getWebhookUrl).getReason();
		// garbage may still be read as an answer
		assertThat(reason).isIn(Reason.TRANSPORT, Reason.UNEXPECTED_ANSWER);
	}

	@Test
	void silenceIsATransportFailure() {
		answerTo(WireMock.get(PATH), okJson("{}").withFixedDelay(20_000));
		assertThat(failure(this.client::getWebhookUrl).getReason()).isEqualTo(Reason.TRANSPORT);
	}

	@Test
	void nobodyListeningIsATransportFailure() {
		this.server.stop();
		assertThat(failure(this.client::getWebhookUrl).getReason()).isEqualTo(Reason.TRANSPORT);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "soon", "-1", "99999999999999999999", "Wed, 99 Nov 2026 10:00:00 GMT" })
	void retryAfterIsOptional(String retryAfter) {
		assertThat(rateLimited(retryAfter).getRetryAfter()).isNull();
	}

	@Test
	void retryAfterMayBeSecondsOrADate() {
		assertThat(rateLimited("7").getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
		String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(2));
		assertThat(rateLimited(date).getRetryAfter()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
		assertThat(rateLimited("Wed, 21 Oct 2015 07:28:00 GMT").getRetryAfter()).isZero();
	}

	private ZonitelApiException rateLimited(String retryAfter) {
		ResponseDefinitionBuilder answer = aResponse().withStatus(429);
		answerTo(WireMock.get(PATH), (retryAfter != null) ? answer.withHeader("Retry-After", retryAfter) : answer);
		return failure(this.client::getWebhookUrl);
	}

	private void answerTo(MappingBuilder request, ResponseDefinitionBuilder answer) {
		this.server.stubFor(request.willReturn(answer));
	}

	private ZonitelSmsWebhookClient createClient() {
		ClientHttpRequestFactory requestFactory = ClientHttpRequestFactoryBuilder.simple()
			.build(HttpClientSettings.defaults()
				.withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2))
				.withRedirects(HttpRedirects.DONT_FOLLOW));
		RestClient restClient = RestClient.builder().requestFactory(requestFactory).build();
		return new RestClientZonitelSmsWebhookClient(() -> restClient, () -> restClient,
				URI.create(this.server.baseUrl() + "/"), () -> new ZonitelCredential(CLIENT_ID, TOKEN));
	}

	private static ZonitelApiException failure(Runnable call) {
		ZonitelApiException failure = catchThrowableOfType(ZonitelApiException.class, call::run);
		assertThat(failure).isNotNull();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			assertThat(cause.toString()).doesNotContain("canary");
		}
		return failure;
	}

	private static WireMockServer startServer() {
		WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
		server.start();
		return server;
	}

}
