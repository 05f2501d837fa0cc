package com.example.sms;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SampleApplication} as it is started without an account.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	@TempDir
	Path directory;

	@Test
	void smsArrivesByItselfAndIsThereAfterARestart(CapturedOutput output) throws Exception {
		try (RunningSample sample = new RunningSample(this.directory)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> output.getOut().contains("SMS received: \"Welcome!"));
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(get(sample, "/api/state")).contains("Welcome!", "REGISTERED")
					.contains("token=***"));
		}
		try (RunningSample sample = new RunningSample(this.directory)) {
			assertThat(get(sample, "/api/state")).contains("Welcome!");
		}
	}

	@Test
	void pageIsForThisMachineOnly() throws Exception {
		try (RunningSample sample = new RunningSample(this.directory)) {
			assertThat(get(sample, "/")).contains("Zonitel SMS sample");
			assertThat(get(sample, "/", "X-Forwarded-For", "192.0.2.1")).isEmpty();
			assertThat(get(sample, "/api/state", "X-Forwarded-For", "192.0.2.1")).isEmpty();
			assertThat(get(sample, "/webhooks/zonitel/sms/../../../api/state", "X-Forwarded-For", "192.0.2.1"))
				.doesNotContain("simulated");
			assertThat(get(sample, "/webhooks/zonitel/sms", "X-Forwarded-For", "192.0.2.1"))
				.isEqualTo("{\"code\":405,\"message\":\"Method not allowed\"}");
		}
	}

	@Test
	void databaseThatIsInUseIsExplained(CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("sample.mv.db");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				FileLock lock = channel.lock()) {
			assertThat(lock.isValid()).isTrue();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> new RunningSample(this.directory).close());
		}
		assertThat(output).contains("APPLICATION FAILED TO START", "the sample runs in this directory already");
	}

	@Test
	void takenPortOfTheSimulatorIsExplained(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0)) {
			assertDoesNotStart(0, taken.getLocalPort());
		}
		assertThat(output).contains("APPLICATION FAILED TO START", "'--sample.simulator.port'");
	}

	@Test
	void takenPortOfThePageIsExplained(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0)) {
			assertDoesNotStart(taken.getLocalPort(), 0);
		}
		assertThat(output).contains("APPLICATION FAILED TO START", "was already in use");
	}

	private void assertDoesNotStart(int port, int simulatorPort) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setMainApplicationClass(SampleApplication.class);
		application.setAdditionalProfiles("simulator");
		String[] arguments = RunningSample.arguments(this.directory, port, simulatorPort).toArray(String[]::new);
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> application.run(arguments).close());
	}

	private static String get(RunningSample sample, String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sample.url() + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
	}

}
