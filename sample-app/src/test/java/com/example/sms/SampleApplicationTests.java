package com.example.sms;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

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

	private static String get(RunningSample sample, String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sample.url() + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
	}

}
