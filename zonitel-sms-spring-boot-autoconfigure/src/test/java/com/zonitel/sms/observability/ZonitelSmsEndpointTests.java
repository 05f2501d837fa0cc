package com.zonitel.sms.observability;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.registration.FakeZonitelApi;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
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
		host.bean(StoredDeadLetters.class).reset();
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
				"\"lastNotification\":\"20", "\"pending\":0,\"oldest\":null,\"dead\":0");
		assertThat(overview.body()).doesNotContain(TestHost.SECRET, "canary", "+1000000");
	}

	@Test
	void registersNow() {
		api.register("https://sms.example.com/old");
		HttpResponse<String> answer = host.post(ENDPOINT + "/register", "");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"status\":\"registered\"").doesNotContain(TestHost.SECRET);
		assertThat(api.registered()).isEqualTo(OURS);
	}

	@Test
	void takesOverOnlyWhenToldTo() {
		api.register("https://other.example.com/sms?key=canary");
		HttpResponse<String> refused = host.post(ENDPOINT + "/register", "");
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(refused.body())
			.contains("\"status\":\"differs\"", "\"registered\":\"https://other.example.com/***\"")
			.doesNotContain("canary");
		assertThat(api.registered()).startsWith("https://other.example.com");
		assertThat(host.post(ENDPOINT + "/register", "{\"replace\":true}").statusCode()).isEqualTo(200);
		assertThat(api.registered()).isEqualTo(OURS);
		api.register("https://other.example.com/sms");
		assertThat(host.post(ENDPOINT + "/register?replace=true", "").statusCode()).isEqualTo(200);
		assertThat(api.registered()).isEqualTo(OURS);
	}

	@Test
	void tellsThatZonitelCannotBeAsked() {
		api.answerWith(401);
		HttpResponse<String> answer = host.post(ENDPOINT + "/register", "");
		assertThat(answer.statusCode()).isEqualTo(502);
		assertThat(answer.body()).contains("\"status\":\"failed\"", "\"failure\":\"unauthenticated\"");
	}

	@Test
	void listsRequeuesAndDiscardsDeadLetters() {
		StoredDeadLetters deadLetters = host.bean(StoredDeadLetters.class);
		assertThat(host.get(ENDPOINT + "/dead-letters").body()).contains("\"notificationId\":\"1:received\"",
				"\"notificationId\":\"a/b:sent\"", "\"attempts\":5", "\"failure\":\"java.lang.IllegalStateException\"");
		assertThat(host.get(ENDPOINT + "/dead-letters?limit=1").body()).contains("1:received")
			.doesNotContain("a/b:sent");
		assertThat(host.get(ENDPOINT + "/dead-letters?limit=0").statusCode()).isEqualTo(400);
		assertThat(host.post(ENDPOINT + "/dead-letters/1:received", "").statusCode()).isEqualTo(204);
		assertThat(host.post(ENDPOINT + "/dead-letters/1:received", "").statusCode()).isEqualTo(404);
		assertThat(host.send("DELETE", ENDPOINT + "/dead-letters/a/b:sent", "").statusCode()).isEqualTo(204);
		assertThat(host.send("DELETE", ENDPOINT + "/dead-letters/a/b:sent", "").statusCode()).isEqualTo(404);
		assertThat(deadLetters.requeued).containsExactly("1:received");
		assertThat(deadLetters.discarded).containsExactly("a/b:sent");
		deadLetters.reset();
		HttpResponse<String> all = host.post(ENDPOINT + "/dead-letters", "");
		assertThat(all.statusCode()).isEqualTo(200);
		assertThat(all.body()).isEqualTo("{\"requeued\":2}");
		assertThat(deadLetters.letters).isEmpty();
	}

	@Test
	void whatDoesNotExistIsNotFound() {
		assertThat(host.get(ENDPOINT + "/unknown").statusCode()).isEqualTo(404);
		assertThat(host.post(ENDPOINT + "/unknown", "").statusCode()).isEqualTo(404);
		assertThat(host.post(ENDPOINT + "/unknown/1", "").statusCode()).isEqualTo(404);
		assertThat(host.send("DELETE", ENDPOINT + "/unknown/1", "").statusCode()).isEqualTo(404);
		try (TestHost memory = new TestHost(MemoryApplication.class)) {
			assertThat(memory.get(ENDPOINT).body()).contains("\"status\":\"off\"");
			assertThat(memory.post(ENDPOINT + "/register", "").statusCode()).isEqualTo(404);
			assertThat(memory.get(ENDPOINT + "/dead-letters").statusCode()).isEqualTo(404);
			assertThat(memory.post(ENDPOINT + "/dead-letters", "").statusCode()).isEqualTo(404);
			assertThat(memory.post(ENDPOINT + "/dead-letters/1", "").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void changesNothingWhereAccessIsReadOnly() {
		try (TestHost readOnly = new TestHost(Application.class, "--management.endpoint.zonitelsms.access=read-only")) {
			assertThat(readOnly.get(ENDPOINT).statusCode()).isEqualTo(200);
			assertThat(readOnly.post(ENDPOINT + "/dead-letters", "").statusCode()).isEqualTo(405);
			assertThat(readOnly.bean(StoredDeadLetters.class).letters).hasSize(2);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class MemoryApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		StoredDeadLetters deadLetters() {
			return new StoredDeadLetters();
		}

	}

	/**
	 * Dead letters of an inbox that has a few.
	 */
	static class StoredDeadLetters implements SmsDeadLetters {

		final List<String> letters = new ArrayList<>();

		final List<String> requeued = new ArrayList<>();

		final List<String> discarded = new ArrayList<>();

		StoredDeadLetters() {
			reset();
		}

		void reset() {
			this.letters.clear();
			this.letters.addAll(List.of("1:received", "a/b:sent"));
			this.requeued.clear();
			this.discarded.clear();
		}

		@Override
		public List<SmsDeadLetter> list(int limit) {
			return this.letters.stream()
				.limit(limit)
				.map((id) -> new SmsDeadLetter(id, Instant.EPOCH, Instant.EPOCH, 5, "java.lang.IllegalStateException"))
				.toList();
		}

		@Override
		public boolean requeue(String notificationId) {
			return this.letters.remove(notificationId) && this.requeued.add(notificationId);
		}

		@Override
		public int requeueAll() {
			int count = this.letters.size();
			this.letters.clear();
			return count;
		}

		@Override
		public boolean discard(String notificationId) {
			return this.letters.remove(notificationId) && this.discarded.add(notificationId);
		}

	}

}
