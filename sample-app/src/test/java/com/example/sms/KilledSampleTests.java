package com.example.sms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of SMS that wait for their listeners when the process is killed.
 */
class KilledSampleTests {

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	Path directory;

	@Test
	void acknowledgedSmsArriveAfterTheNextStart() throws Exception {
		int port = FreePorts.find();
		int simulatorPort = FreePorts.find();
		List<String> texts = IntStream.range(0, 20).mapToObj((i) -> "SMS number " + i + ".").toList();
		Path log = this.directory.resolve("log");
		Process process = start(port, simulatorPort, log);
		try {
			String simulator = "http://localhost:" + simulatorPort + "/simulator";
			Awaitility.await()
				.atMost(LONGEST)
				.ignoreExceptions()
				.failFast(() -> assertThat(process.isAlive()).as(() -> read(log)).isTrue())
				.until(() -> send(simulator, null).contains("\"registeredUrl\":\"http"));
			for (String text : texts) {
				assertThat(send(simulator + "/inbound", "{\"text\":\"" + text + "\"}")).contains("\"answer\":200");
			}
			assertThat(send("http://localhost:" + port + "/api/state", null)).contains("\"sms\":[]");
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		try (RunningSample sample = new RunningSample(this.directory)) {
			Awaitility.await()
				.atMost(LONGEST)
				.untilAsserted(() -> assertThat(send(sample.url() + "/api/state", null)).contains(texts));
		}
	}

	private Process start(int port, int simulatorPort, Path log) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), HeldSampleApplication.class.getName()));
		command.addAll(RunningSample.arguments(this.directory, port, simulatorPort));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String send(String url, String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
		if (body != null) {
			request.POST(BodyPublishers.ofString(body));
		}
		return this.client.send(request.build(), BodyHandlers.ofString()).body();
	}

}
