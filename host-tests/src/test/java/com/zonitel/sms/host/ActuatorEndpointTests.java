package com.zonitel.sms.host;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.test.ZonitelSimulator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the actuator endpoints behind the security of a host.
 */
class ActuatorEndpointTests {

	private static final String ENDPOINT = "/actuator/zonitelsms";

	private static final String DEAD_LETTERS = "/actuator/zonitelsmsdeadletters";

	private static final String[] NOBODY = {};

	private static final String[] USER = { "Authorization", "Basic dXNlcjpwYXNzd29yZA==" };

	private static final String[] STRANGER = { "Authorization", "Basic dXNlcjp3cm9uZw==" };

	private static final String[] ZONITEL = { "Authorization", "Bearer " + Host.SECRET };

	private final ZonitelSimulator zonitel = ZonitelSimulator.start();

	@AfterEach
	void stop() {
		this.zonitel.close();
	}

	static Stream<Host.Kind> hostsWithoutCsrf() {
		return Stream.of(servlet(Chains.BasicWithoutCsrf.class), reactive(Chains.BasicWithoutCsrf.class));
	}

	static Stream<Host.Kind> hostsWithCsrf() {
		return Stream.of(servlet(Chains.Unordered.class), reactive(Chains.Unordered.class));
	}

	private static Host.Kind servlet(Class<?> chain) {
		return new Host.Kind("servlet", WebApplicationType.SERVLET, "", List.of(Pages.class, DeadLetters.class, chain),
				List.of(), List.of());
	}

	private static Host.Kind reactive(Class<?> chain) {
		return new Host.Kind("reactive", WebApplicationType.REACTIVE, "",
				List.of(Pages.class, DeadLetters.class, chain), List.of(), List.of("spring-boot-tomcat"));
	}

	@ParameterizedTest
	@MethodSource("hostsWithoutCsrf")
	void operatorSeesAndActs(Host.Kind kind) throws Exception {
		try (Host host = start(kind)) {
			DeadLetters deadLetters = host.context().getBean(DeadLetters.class);
			assertThat(send(host, "GET", ENDPOINT, USER)).isEqualTo(200);
			assertThat(get(host, ENDPOINT)).contains("\"status\":\"registered\"", "?token=***\"", "\"pending\":0")
				.doesNotContain(Host.SECRET);
			this.zonitel.register("https://other.example/sms");
			assertThat(send(host, "POST", ENDPOINT, USER)).isEqualTo(409);
			assertThat(send(host, "POST", ENDPOINT + "?replace=true", USER)).isEqualTo(200);
			assertThat(this.zonitel.registeredUrl()).endsWith("?token=" + Host.SECRET);
			assertThat(get(host, DEAD_LETTERS)).contains("\"notificationId\":\"1:received\"", "\"2:sent\"");
			assertThat(send(host, "POST", DEAD_LETTERS + "/1:received", USER)).isEqualTo(204);
			assertThat(send(host, "DELETE", DEAD_LETTERS + "/2:sent", USER)).isEqualTo(204);
			assertThat(send(host, "DELETE", DEAD_LETTERS + "/2:sent", USER)).isEqualTo(404);
			assertThat(send(host, "DELETE", DEAD_LETTERS + "/4/4:sent", USER)).isEqualTo(204);
			assertThat(Host.send(host.port(), "POST", ENDPOINT + "?replace=true", null, USER).statusCode())
				.isEqualTo(415);
			HttpResponse<String> rest = Host.send(host.port(), "POST", DEAD_LETTERS, null, headers(USER));
			assertThat(rest.statusCode()).isEqualTo(200);
			assertThat(rest.body()).isEqualTo("{\"requeued\":1}");
			assertThat(deadLetters.actions).containsExactly("requeue 1:received", "discard 2:sent", "discard 4/4:sent",
					"requeue 3:failed");
			assertThat(get(host, DEAD_LETTERS)).isEqualTo("[]");
		}
	}

	@ParameterizedTest
	@MethodSource("hostsWithoutCsrf")
	void strangersNeitherSeeNorAct(Host.Kind kind) throws Exception {
		try (Host host = start(kind)) {
			this.zonitel.register("https://other.example/sms");
			for (String[] caller : List.of(NOBODY, STRANGER, ZONITEL)) {
				assertThat(send(host, "GET", ENDPOINT, caller)).isEqualTo(401);
				assertThat(send(host, "GET", ENDPOINT + "?token=" + Host.SECRET, caller)).isEqualTo(401);
				assertThat(send(host, "POST", ENDPOINT + "?replace=true", caller)).isEqualTo(401);
				assertThat(send(host, "GET", DEAD_LETTERS, caller)).isEqualTo(401);
				assertThat(send(host, "POST", DEAD_LETTERS, caller)).isEqualTo(401);
				assertThat(send(host, "POST", DEAD_LETTERS + "/1:received", caller)).isEqualTo(401);
				assertThat(send(host, "DELETE", DEAD_LETTERS + "/1:received", caller)).isEqualTo(401);
			}
			assertThat(host.context().getBean(DeadLetters.class).actions).isEmpty();
			assertThat(this.zonitel.registeredUrl()).isEqualTo("https://other.example/sms");
		}
	}

	@ParameterizedTest
	@MethodSource("hostsWithCsrf")
	void protectionAgainstForgedRequestsHolds(Host.Kind kind) throws Exception {
		try (Host host = start(kind)) {
			assertThat(send(host, "GET", ENDPOINT, USER)).isEqualTo(200);
			assertThat(send(host, "POST", DEAD_LETTERS, USER)).isIn(401, 403);
			assertThat(send(host, "DELETE", DEAD_LETTERS + "/1:received", USER)).isIn(401, 403);
			assertThat(host.context().getBean(DeadLetters.class).actions).isEmpty();
		}
	}

	private Host start(Host.Kind kind) {
		Host host = Host.start(kind, Host.WITH_STARTER,
				"--management.endpoints.web.exposure.include=zonitelsms,zonitelsmsdeadletters",
				"--zonitel.client-id=" + ZonitelSimulator.CLIENT_ID,
				"--zonitel.access-token=" + ZonitelSimulator.ACCESS_TOKEN,
				"--zonitel.api.base-url=" + this.zonitel.baseUrl(),
				"--zonitel.sms.webhook.public-base-url=https://sms.example.com");
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> host.context()
				.getBean(WebhookRegistration.class)
				.getState()
				.status() == RegistrationState.Status.REGISTERED);
		return host;
	}

	private static int send(Host host, String method, String path, String[] caller) throws Exception {
		return Host.send(host.port(), method, path, null, headers(caller)).statusCode();
	}

	private static String get(Host host, String path) throws Exception {
		return Host.send(host.port(), "GET", path, null, headers(USER)).body();
	}

	private static String[] headers(String[] caller) {
		return Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(caller)).toArray(String[]::new);
	}

	/**
	 * Dead letters of an inbox of the host's own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class DeadLetters implements SmsDeadLetters {

		private final List<String> letters = new ArrayList<>(List.of("1:received", "2:sent", "3:failed", "4/4:sent"));

		private final List<String> actions = new ArrayList<>();

		@Override
		public synchronized List<SmsDeadLetter> list(int limit, @Nullable SmsDeadLetter after) {
			return this.letters.stream()
				.limit(limit)
				.map((id) -> new SmsDeadLetter(id, Instant.EPOCH, Instant.EPOCH, 5, "java.lang.IllegalStateException",
						null))
				.toList();
		}

		@Override
		public synchronized boolean requeue(String notificationId) {
			return this.letters.remove(notificationId) && this.actions.add("requeue " + notificationId);
		}

		@Override
		public synchronized int requeueAll() {
			List<String> all = List.copyOf(this.letters);
			all.forEach(this::requeue);
			return all.size();
		}

		@Override
		public synchronized boolean discard(String notificationId) {
			return this.letters.remove(notificationId) && this.actions.add("discard " + notificationId);
		}

	}

}
