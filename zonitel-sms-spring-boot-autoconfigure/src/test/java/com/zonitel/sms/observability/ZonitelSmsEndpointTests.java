package com.zonitel.sms.observability;

import java.net.http.HttpResponse;
import java.time.Duration;

import com.zonitel.sms.registration.FakeZonitelApi;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZonitelSmsEndpoint} over HTTP.
 */
class ZonitelSmsEndpointTests {

	private static final String OURS = "https://sms.example.com/webhooks/zonitel/sms?token=" + TestHost.SECRET;

	private static final String ENDPOINT = "/actuator/zonitelsms";

	private static FakeZonitelApi api;

	private static TestHost host;

	@BeforeAll
	static void start() {
		api = new FakeZonitelApi();
		host = new TestHost(Application.class, "--zonitel.client-id=client", "--zonitel.access-token=token",
				"--zonitel.api.base-url=" + api.baseUrl(),
				"--zonitel.sms.webhook.public-base-url=https://sms.example.com");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> OURS.equals(api.registered()));
	}

	@AfterAll
	static void stop() {
		host.close();
		api.close();
	}

	@BeforeEach
	void reset() {
		api.answerWith(200);
	}

	@Test
	void showsAnOverviewWithoutSecrets() {
		host.notify("received", "shown", "canary");
		Awaitility.await().until(() -> host.get(ENDPOINT).body().contains("\"registered\""));
		HttpResponse<String> overview = host.get(ENDPOINT);
		assertThat(overview.statusCode()).isEqualTo(200);
		assertThat(overview.body()).contains("\"status\":\"registered\"",
				"\"registered\":\"https://sms.example.com/webhooks/zonitel/sms?token=***\"",
				"\"lastNotification\":\"20", "\"pending\":0");
		assertThat(overview.body()).doesNotContain(TestHost.SECRET, "canary", "+1000000");
	}

	@Test
	void registersNow() {
		api.register("https://sms.example.com/old");
		HttpResponse<String> answer = host.post(ENDPOINT, "");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"status\":\"registered\"").doesNotContain(TestHost.SECRET);
		assertThat(api.registered()).isEqualTo(OURS);
	}

	@Test
	void takesOverOnlyWhenToldTo() {
		api.register("https://other.example.com/sms?key=canary");
		HttpResponse<String> refused = host.post(ENDPOINT, "");
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(refused.body())
			.contains("\"status\":\"differs\"", "\"registered\":\"https://other.example.com/***\"")
			.doesNotContain("canary");
		assertThat(api.registered()).startsWith("https://other.example.com");
		assertThat(host.post(ENDPOINT, "{\"replace\":true}").statusCode()).isEqualTo(200);
		assertThat(api.registered()).isEqualTo(OURS);
		api.register("https://other.example.com/sms");
		assertThat(host.post(ENDPOINT + "?replace=true", "").statusCode()).isEqualTo(200);
		assertThat(api.registered()).isEqualTo(OURS);
	}

	@Test
	void tellsThatZonitelCannotBeAsked() {
		api.answerWith(401);
		HttpResponse<String> answer = host.post(ENDPOINT, "");
		assertThat(answer.statusCode()).isEqualTo(502);
		assertThat(answer.body()).contains("\"status\":\"failed\"", "\"failure\":\"unauthenticated\"");
	}

	@Test
	void registersNothingWhereThereIsNothingToRegister() {
		try (TestHost memory = new TestHost(Application.class)) {
			assertThat(memory.get(ENDPOINT).body()).contains("\"status\":\"off\"");
			assertThat(memory.post(ENDPOINT, "").statusCode()).isEqualTo(404);
			assertThat(memory.post(ENDPOINT + "/unknown", "").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void changesNothingWhereAccessIsReadOnly() {
		try (TestHost readOnly = new TestHost(Application.class, "--management.endpoint.zonitelsms.access=read-only")) {
			assertThat(readOnly.get(ENDPOINT).statusCode()).isEqualTo(200);
			assertThat(readOnly.post(ENDPOINT, "").statusCode()).isEqualTo(405);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
