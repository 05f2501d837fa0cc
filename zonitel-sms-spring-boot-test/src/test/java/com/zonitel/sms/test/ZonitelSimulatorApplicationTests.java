package com.zonitel.sms.test;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZonitelSimulatorApplication} in a process of its own, with nothing but
 * Jackson beside it.
 */
class ZonitelSimulatorApplicationTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final Pattern LISTENS = Pattern.compile("Zonitel simulator listens at (http://localhost:\\d+)\\s");

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	Path directory;

	@Test
	void registersSendsAndLogsWithoutSecrets() throws Exception {
		Path log = this.directory.resolve("log");
		Process process = start(log, "--port=0", "--access-token=very-secret");
		try (Receiver receiver = new Receiver(200)) {
			URI baseUrl = Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> LISTENS.matcher(Files.readString(log))
					.results()
					.map((found) -> URI.create(found.group(1)))
					.findFirst(), Optional::isPresent)
				.orElseThrow();
			assertThat(send(HttpRequest.newBuilder(baseUrl.resolve("/api/v3/integrations/sms/webhooks"))
				.header("Authorization", "Bearer very-secret")
				.header("X-Client-Id", ZonitelSimulator.CLIENT_ID)
				.header("Content-Type", "application/json")
				.PUT(BodyPublishers.ofString("{\"url\":\"" + receiver.url() + "\"}"))).statusCode()).isEqualTo(200);
			assertThat(send(HttpRequest.newBuilder(baseUrl.resolve("/simulator/inbound"))
				.POST(BodyPublishers.ofString("{\"text\":\"Hello\"}"))).body()).contains("\"answer\":200");
			assertThat(receiver.requests.poll()).contains("\"messageText\":\"Hello\"");
			assertThat(Files.readString(log))
				.contains("PUT /api/v3/integrations/sms/webhooks with url", "/sms?*** answered 200",
						"answered 200 after")
				.doesNotContain("very-secret", "token=t", "Hello, ", "+10000000010");
		}
		finally {
			process.destroy();
		}
	}

	@ParameterizedTest
	@CsvSource({ "--prot=1, Options: ", "--help, Options: ", "--port=x, Zonitel simulator cannot listen on port x",
			"--port=99999, Zonitel simulator cannot listen on port 99999" })
	void wrongOptionIsRefusedInOneLine(String option, String message) throws Exception {
		assertFails(option, message);
	}

	@Test
	void portThatIsInUseIsToldInOneLine() throws Exception {
		try (ZonitelSimulator other = ZonitelSimulator.start()) {
			assertFails("--port=" + other.baseUrl().getPort(), "Zonitel simulator cannot listen on port");
		}
	}

	private void assertFails(String option, String message) throws Exception {
		Path log = this.directory.resolve("log");
		assertThat(start(log, option).waitFor()).isEqualTo(1);
		assertThat(Files.readAllLines(log)).singleElement().asString().startsWith(message);
	}

	private Process start(Path log, String... args) throws Exception {
		String classPath = Stream.of(ZonitelSimulator.class, JsonMapper.class, JsonFactory.class, JsonProperty.class)
			.map((type) -> new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath())
			.collect(Collectors.joining(File.pathSeparator));
		return new ProcessBuilder(Stream
			.concat(Stream.of(JAVA, "-cp", classPath, ZonitelSimulatorApplication.class.getName()), Stream.of(args))
			.toList()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}
