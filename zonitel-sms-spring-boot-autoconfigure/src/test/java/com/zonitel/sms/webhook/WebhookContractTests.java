package com.zonitel.sms.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.webhook.WebhookContractRows.Kind;
import com.zonitel.sms.webhook.WebhookContractRows.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the contract of the webhook, the same for each server, over a raw socket. The
 * headers must be exactly those of the answer; only what a server says of the connection
 * and of the time is left aside ({@code Connection}, {@code Keep-Alive}, {@code Date}).
 * Requests that a server refuses before they reach the webhook, or that are not for its
 * path, have the status of the server's own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
abstract class WebhookContractTests {

	private static final Set<String> OF_THE_SERVER = Set.of("connection", "keep-alive", "date");

	private final String server;

	private final String[] arguments;

	private final WebhookContractTable table = new WebhookContractTable();

	private ConfigurableApplicationContext context;

	WebhookContractTests(String server, String... arguments) {
		this.server = server;
		this.arguments = arguments;
	}

	@BeforeAll
	void start() {
		this.context = SpringApplication.run(new Class<?>[] { Host.class },
				Stream
					.concat(Stream.of("--server.port=0", "--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET),
							Stream.of(this.arguments))
					.toArray(String[]::new));
		assertThat(((WebServerApplicationContext) this.context).getWebServer().getClass().getSimpleName())
			.startsWith(this.server);
	}

	@AfterAll
	void stop() throws IOException {
		this.context.close();
		this.table.print(this.server);
	}

	@ParameterizedTest
	@MethodSource("methods")
	void anyMethodButPostIsRefused(Row row, CapturedOutput output) throws Exception {
		assertAnsweredAsAgreed(row, output);
	}

	static List<Row> methods() {
		return WebhookContractRows.of(Kind.METHOD);
	}

	@ParameterizedTest
	@MethodSource("secrets")
	void onlyTheRightSecretIsLetIn(Row row, CapturedOutput output) throws Exception {
		assertAnsweredAsAgreed(row, output);
	}

	static List<Row> secrets() {
		return WebhookContractRows.of(Kind.SECRET);
	}

	@ParameterizedTest
	@MethodSource("contentTypes")
	void contentMustBePlainJson(Row row, CapturedOutput output) throws Exception {
		assertAnsweredAsAgreed(row, output);
	}

	static List<Row> contentTypes() {
		return WebhookContractRows.of(Kind.CONTENT_TYPE);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void bodyMustBeOneJsonObject(Row row, CapturedOutput output) throws Exception {
		assertAnsweredAsAgreed(row, output);
	}

	static List<Row> bodies() {
		return WebhookContractRows.of(Kind.BODY);
	}

	@ParameterizedTest
	@MethodSource("encodings")
	void bodyMustBeValidUtf8(Row row, CapturedOutput output) throws Exception {
		assertAnsweredAsAgreed(row, output);
	}

	static List<Row> encodings() {
		return WebhookContractRows.of(Kind.ENCODING);
	}

	@ParameterizedTest
	@MethodSource("sizes")
	void bodyOverTheLimitIsRefused(Row row, CapturedOutput output) throws Exception {
		assertAnsweredAsAgreed(row, output);
	}

	static List<Row> sizes() {
		return WebhookContractRows.of(Kind.SIZE);
	}

	@ParameterizedTest
	@MethodSource("framing")
	void framingIsThatOfTheServer(Row row, CapturedOutput output) throws Exception {
		assertAnsweredAsAgreed(row, output);
	}

	static List<Row> framing() {
		return WebhookContractRows.of(Kind.FRAMING);
	}

	@ParameterizedTest
	@MethodSource("paths")
	void onlyTheExactPathIsTheWebhook(Row row, CapturedOutput output) throws Exception {
		assertAnsweredAsAgreed(row, output);
	}

	static List<Row> paths() {
		return WebhookContractRows.of(Kind.PATH);
	}

	private void assertAnsweredAsAgreed(Row row, CapturedOutput output) throws Exception {
		AtomicInteger events = this.context.getBean(Host.class).events;
		int before = events.get();
		RawHttp.Response response = RawHttp.exchange(port(), row.request());
		int published = events.get() - before;
		this.table.add(row, response.status(), published);
		assertThat(response.status()).isIn(row.statuses());
		assertThat(published).isLessThanOrEqualTo((response.status() == 200) ? 1 : 0);
		assertThat(response.headers()).doesNotContainKey("Set-Cookie");
		assertThat(output).doesNotContain(WebhookContractRows.SECRET);
		if (row.answer() != null) {
			assertThat(published).isEqualTo((row.answer() == SmsWebhookAnswer.OK) ? 1 : 0);
			Map<String, String> headers = new TreeMap<>(response.headers());
			headers.keySet().removeAll(OF_THE_SERVER);
			assertThat(headers).isEqualTo(expectedHeaders(row.answer()));
			boolean head = new String(row.request(), StandardCharsets.ISO_8859_1).startsWith("HEAD");
			assertThat(response.body()).isEqualTo(head ? "" : new String(row.answer().body(), StandardCharsets.UTF_8));
		}
	}

	private static Map<String, String> expectedHeaders(SmsWebhookAnswer answer) {
		Map<String, String> headers = new TreeMap<>();
		headers.put("cache-control", "no-store");
		headers.put("content-length", Integer.toString(answer.body().length));
		switch (answer.status()) {
			case 401 -> headers.put("www-authenticate", "Bearer");
			case 405 -> headers.put("allow", "POST");
			case 503 -> headers.put("retry-after", "5");
			default -> {
			}
		}
		if (answer != SmsWebhookAnswer.OK) {
			headers.put("content-type", "application/json");
		}
		return headers;
	}

	int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private final AtomicInteger events = new AtomicInteger();

		@EventListener
		void on(SmsEvent event) {
			this.events.incrementAndGet();
		}

	}

}
