package com.zonitel.sms.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link SmsWebhookCapture} on real servers.
 */
@ExtendWith(OutputCaptureExtension.class)
class CaptureTests {

	private static final String SECRET = "canary-secret-0123456789abcdef0123456789";

	private static final String PATH = "/webhooks/zonitel/sms";

	private static final String JSON = """
			{"status":"received","data":{"id":"ca4a4700-0000-4000-8000-00000000c11e","segments":1,\
			"direction":"inbound","messageText":"canary text","from":"+15550177701","to":"+15550177702","medias":[]},\
			"message":"canary description"}""";

	private static final List<String> CANARIES = List.of("canary", "CANARY", "0177701", "0177702", "ca4a4700");

	private static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void whatZonitelSendsIsCapturedRedacted(String type, CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("capture.jsonl");
		try (ConfigurableApplicationContext host = run(type, "--zonitel.sms.webhook.capture.file=" + file)) {
			assertThat(post(host, "?token=" + SECRET, JSON, "Content-Type", "application/json", "User-Agent",
					"Zonitel/1.0", "X-Zonitel-Signature", "ca".repeat(32), "Cookie", "canary=canary"))
				.isEqualTo(200);
			assertThat(post(host, "", JSON.replace("received", "sent"), "Authorization", "Bearer " + SECRET))
				.isEqualTo(200);
			assertThat(post(host, "?token=" + SECRET, "canary=text", "Content-Type",
					"application/x-www-form-urlencoded; canary=+15550177701"))
				.isEqualTo(415);
			assertThat(post(host, "?token=" + SECRET, JSON.substring(0, 100))).isEqualTo(400);
			assertThat(post(host, "?token=" + SECRET + "x", JSON)).isEqualTo(401);
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(Files.readString(file)).doesNotContain(CANARIES);
		List<JsonNode> lines = Files.readAllLines(file).stream().map(new JsonMapper()::readTree).toList();
		assertThat(lines).extracting((line) -> line.path("answer").intValue()).containsExactly(200, 200, 415, 400);
		assertThat(lines).extracting((line) -> line.path("secret").stringValue())
			.containsExactly("query", "header", "query", "query");
		assertThat(lines.get(0).path("headers").toString().toLowerCase()).contains(
				"[\"content-type\",\"application/json\"]", "[\"user-agent\",\"zonitel/1.0\"]",
				"[\"x-zonitel-signature\",\"<64 hex>\"]");
		assertThat(lines.get(0).path("body").path("data").propertyNames()).containsExactly("id", "segments",
				"direction", "messageText", "from", "to", "medias");
		assertThat(lines.get(0).path("bodyLength").intValue()).isEqualTo(JSON.length());
		assertThat(lines.get(1).path("body").path("data").path("id"))
			.isEqualTo(lines.get(0).path("body").path("data").path("id"));
		assertThat(lines.get(3).path("bodyKind").stringValue()).isEqualTo("broken JSON");
		assertThat(output).containsOnlyOnce("Requests to the SMS webhook are captured, redacted, in '" + file + "'")
			.doesNotContain(CANARIES);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--zonitel.sms.webhook.capture.file=" })
	void nothingIsCapturedUnlessAFileIsNamed(String property, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext host = run("servlet", property)) {
			assertThat(post(host, "?token=" + SECRET, JSON)).isEqualTo(200);
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("zonitel-sms-capture"));
		}
		assertThat(output).doesNotContain("captured");
	}

	@Test
	void fileThatCannotBeWrittenFailsStartup() {
		Path file = this.directory.resolve("missing").resolve("capture.jsonl");
		Throwable failure = catchThrowable(() -> run("servlet", "--zonitel.sms.webhook.capture.file=" + file).close());
		assertThat(failure).hasRootCauseInstanceOf(InvalidZonitelConfigurationException.class)
			.rootCause()
			.hasMessageContaining("'zonitel.sms.webhook.capture.file' cannot be used: NoSuchFileException");
	}

	private static ConfigurableApplicationContext run(String type, String property) {
		return SpringApplication.run(Listeners.class, "--server.port=0", "--spring.main.web-application-type=" + type,
				"--zonitel.sms.webhook.secrets=" + SECRET, property);
	}

	private static int post(ConfigurableApplicationContext host, String query, String body, String... headers)
			throws Exception {
		int port = ((WebServerApplicationContext) host).getWebServer().getPort();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + PATH + query))
			.POST(BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return client.send(request.build(), BodyHandlers.discarding()).statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listeners {

		@EventListener
		void on(SmsReceivedEvent event) {
		}

	}

}
