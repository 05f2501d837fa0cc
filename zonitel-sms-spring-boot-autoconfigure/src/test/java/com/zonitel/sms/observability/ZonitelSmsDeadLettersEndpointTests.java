package com.zonitel.sms.observability;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsDeadLetters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZonitelSmsDeadLettersEndpoint} over HTTP.
 */
class ZonitelSmsDeadLettersEndpointTests {

	private static final String ENDPOINT = "/actuator/zonitelsmsdeadletters";

	private static TestHost host;

	@BeforeAll
	static void start() {
		host = new TestHost(Application.class);
	}

	@AfterAll
	static void stop() {
		host.close();
	}

	@BeforeEach
	void reset() {
		host.bean(StoredDeadLetters.class).reset();
	}

	@Test
	void listsRequeuesAndDiscardsDeadLetters() {
		StoredDeadLetters deadLetters = host.bean(StoredDeadLetters.class);
		assertThat(host.get(ENDPOINT).body()).contains("\"notificationId\":\"1:received\"",
				"\"notificationId\":\"a/b:sent\"", "\"attempts\":5", "\"failure\":\"java.lang.IllegalStateException\"");
		assertThat(host.get(ENDPOINT + "?limit=1").body()).contains("1:received").doesNotContain("a/b:sent");
		assertThat(host.get(ENDPOINT + "?limit=0").statusCode()).isEqualTo(400);
		assertThat(host.post(ENDPOINT + "/1:received", "").statusCode()).isEqualTo(204);
		assertThat(host.post(ENDPOINT + "/1:received", "").statusCode()).isEqualTo(404);
		assertThat(host.send("DELETE", ENDPOINT + "/a/b:sent", "").statusCode()).isEqualTo(204);
		assertThat(host.send("DELETE", ENDPOINT + "/a/b:sent", "").statusCode()).isEqualTo(404);
		assertThat(deadLetters.requeued).containsExactly("1:received");
		assertThat(deadLetters.discarded).containsExactly("a/b:sent");
		deadLetters.reset();
		HttpResponse<String> all = host.post(ENDPOINT, "");
		assertThat(all.statusCode()).isEqualTo(200);
		assertThat(all.body()).isEqualTo("{\"requeued\":2}");
		assertThat(deadLetters.letters).isEmpty();
	}

	@Test
	void changesNothingWhereAccessIsReadOnly() {
		try (TestHost readOnly = new TestHost(Application.class,
				"--management.endpoint.zonitelsmsdeadletters.access=read-only")) {
			assertThat(readOnly.get(ENDPOINT).statusCode()).isEqualTo(200);
			assertThat(readOnly.post(ENDPOINT, "").statusCode()).isIn(404, 405);
			assertThat(readOnly.send("DELETE", ENDPOINT + "/1:received", "").statusCode()).isIn(404, 405);
			assertThat(readOnly.bean(StoredDeadLetters.class).letters).hasSize(2);
		}
	}

	@Test
	void inboxWithoutDeadLettersHasNone() {
		try (TestHost memory = new TestHost(MemoryApplication.class)) {
			assertThat(memory.get(ENDPOINT).statusCode()).isEqualTo(404);
			assertThat(memory.post(ENDPOINT, "").statusCode()).isEqualTo(404);
			assertThat(memory.post(ENDPOINT + "/1", "").statusCode()).isEqualTo(404);
			assertThat(memory.send("DELETE", ENDPOINT + "/1", "").statusCode()).isEqualTo(404);
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
		public List<SmsDeadLetter> list(int limit, @Nullable SmsDeadLetter after) {
			return this.letters.stream()
				.limit(limit)
				.map((id) -> new SmsDeadLetter(id, Instant.EPOCH, Instant.EPOCH, 5, "java.lang.IllegalStateException",
						null))
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
