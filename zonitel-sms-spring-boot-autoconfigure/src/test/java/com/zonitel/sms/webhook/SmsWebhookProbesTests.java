package com.zonitel.sms.webhook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.probe.ProbeChallenge;
import com.zonitel.sms.probe.ProbeKey;
import com.zonitel.sms.probe.ProbeProof;
import com.zonitel.sms.probe.ProbeProtocol;
import com.zonitel.sms.webhook.RawHttp.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookProbes}, the same for each server, over a raw socket.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
abstract class SmsWebhookProbesTests {

	private static final String SECRET = WebhookContractRows.SECRET;

	private static final String PATH = WebhookContractRows.PATH;

	private static final String TARGET = PATH + "?token=" + SECRET;

	private static final ProbeKey KEY = new ProbeKey(SECRET);

	@TempDir
	static Path directory;

	private final String[] arguments;

	private ConfigurableApplicationContext context;

	SmsWebhookProbesTests(String... arguments) {
		this.arguments = arguments;
	}

	@BeforeAll
	void start() {
		this.context = SpringApplication.run(Host.class, Stream.concat(
				Stream.of("--server.port=0", "--zonitel.sms.webhook.secrets=first-0123456789abcdef0123456789," + SECRET,
						"--zonitel.sms.webhook.capture.file=" + directory.resolve("capture")),
				Stream.of(this.arguments))
			.toArray(String[]::new));
	}

	@BeforeEach
	void reset() {
		host().calls.clear();
	}

	@AfterAll
	void stop() throws IOException {
		this.context.close();
		// only what has the secret in the URL and not in the challenge
		assertThat(Files.readAllLines(directory.resolve("capture"))).isNotEmpty()
			.allMatch((line) -> line.contains("\"answer\":415"));
	}

	@Test
	void whoKnowsTheSecretIsAnsweredWithProof(CapturedOutput output) throws IOException {
		ProbeChallenge challenge = KEY.newChallenge();
		Response response = probe(TARGET, challenge.value());
		assertThat(response.status()).isEqualTo(200);
		assertThat(challenge.check(response.headers().get(ProbeProtocol.HEADER))).isEqualTo(ProbeProof.SECRET_ARRIVED);
		assertThat(response.body()).isEmpty();
		assertThat(headers(response)).containsOnlyKeys("cache-control", "content-length", "zonitel-sms-probe");
		assertNothingHappened();
		assertThat(output).doesNotContain("SMS webhook answered");
	}

	@Test
	void answerTellsThatTheSecretWasLost() throws IOException {
		ProbeChallenge challenge = KEY.newChallenge();
		for (String target : List.of(PATH, PATH + "?token=", PATH + "?token=" + "x".repeat(32))) {
			Response response = probe(target, challenge.value());
			assertThat(response.status()).isEqualTo(200);
			assertThat(challenge.check(response.headers().get(ProbeProtocol.HEADER)))
				.isEqualTo(ProbeProof.SECRET_MISSING);
		}
		assertNothingHappened();
	}

	@Test
	void replayedProbeYieldsTheSameAnswer() throws IOException {
		String challenge = KEY.newChallenge().value();
		assertThat(headers(probe(TARGET, challenge))).isEqualTo(headers(probe(TARGET, challenge)));
		assertNothingHappened();
	}

	@ParameterizedTest
	@MethodSource("challengesOfStrangers")
	void strangersAreAnsweredAsEver(String challenge) throws IOException {
		Response ever = RawHttp.exchange(port(), request(PATH, "Content-Type: application/json"));
		assertThat(ever.status()).isEqualTo(401);
		Response response = probe(PATH, challenge);
		assertThat(response.status()).isEqualTo(401);
		assertThat(headers(response)).isEqualTo(headers(ever));
		assertThat(response.body()).isEqualTo(ever.body());
	}

	static Stream<String> challengesOfStrangers() {
		String right = KEY.newChallenge().value();
		return Stream.of("", "x", right.substring(1), right + "A", "A" + right, "A".repeat(4000),
				new ProbeKey("stranger").newChallenge().value(), right + "\r\n" + ProbeProtocol.HEADER + ": " + right);
	}

	@Test
	void probeHasItsOwnMediaType() throws IOException {
		String header = ProbeProtocol.HEADER + ": " + KEY.newChallenge().value();
		assertThat(RawHttp.exchange(port(), request(PATH, "Content-Type: application/json", header)).status())
			.isEqualTo(401);
		assertThat(RawHttp.exchange(port(), request(PATH, header)).status()).isEqualTo(401);
	}

	@Test
	void bodyOfAStrangersProbeIsNotRead() throws IOException {
		byte[] head = RawHttp.bytes("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
				+ ProbeProtocol.MEDIA_TYPE + "\r\n" + ProbeProtocol.HEADER + ": "
				+ new ProbeKey("stranger").newChallenge().value() + "\r\nContent-Length: 1000000\r\n\r\n");
		assertThat(RawHttp.exchange(port(), head).status()).isEqualTo(401);
	}

	@Test
	void callerWithTheSecretInTheUrlAloneIsAnsweredAsEver() throws IOException {
		Response response = probe(TARGET, new ProbeKey("stranger").newChallenge().value());
		assertThat(response.status()).isEqualTo(415);
		assertThat(host().calls).containsExactly("authenticated 1", "refused UNSUPPORTED_MEDIA_TYPE");
	}

	@Test
	void probeIsAPost() throws IOException {
		String request = new String(
				request(TARGET, "Content-Type: " + ProbeProtocol.MEDIA_TYPE,
						ProbeProtocol.HEADER + ": " + KEY.newChallenge().value()),
				java.nio.charset.StandardCharsets.US_ASCII);
		assertThat(RawHttp.exchange(port(), RawHttp.bytes(request.replaceFirst("POST", "PUT"))).status())
			.isEqualTo(405);
	}

	private void assertNothingHappened() {
		assertThat(host().calls).isEmpty();
		assertThat(this.context.getBean(SmsWebhookReceiver.class).getLastNotificationAt()).isNull();
	}

	private Response probe(String target, String challenge) throws IOException {
		return RawHttp.exchange(port(),
				request(target, "Content-Type: " + ProbeProtocol.MEDIA_TYPE, ProbeProtocol.HEADER + ": " + challenge));
	}

	private static byte[] request(String target, String... headers) {
		return RawHttp.bytes("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
				+ String.join("\r\n", headers) + "\r\n\r\n");
	}

	private static Map<String, String> headers(Response response) {
		Map<String, String> headers = new TreeMap<>(response.headers());
		headers.keySet().removeAll(List.of("connection", "keep-alive", "date"));
		return headers;
	}

	private Host host() {
		return this.context.getBean(Host.class);
	}

	private int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SmsEvent event) {
			this.calls.add("published");
		}

		@Bean
		SmsWebhookObserver observer() {
			return new SmsWebhookObserver() {

				@Override
				public void authenticated(int secretPosition) {
					Host.this.calls.add("authenticated " + secretPosition);
				}

				@Override
				public void refused(SmsWebhookAnswer answer) {
					Host.this.calls.add("refused " + answer);
				}

				@Override
				public void answered(SmsWebhookAnswer answer, SmsNotification notification, Receipt receipt,
						long nanos) {
					Host.this.calls.add("answered " + answer);
				}

			};
		}

	}

}
