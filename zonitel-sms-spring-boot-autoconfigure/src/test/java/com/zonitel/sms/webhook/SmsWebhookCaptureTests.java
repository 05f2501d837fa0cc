package com.zonitel.sms.webhook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link SmsWebhookCapture}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SmsWebhookCaptureTests {

	@TempDir
	Path directory;

	@Test
	void fileIsItsOwnersAlone() throws IOException {
		Path file = this.directory.resolve("capture");
		new SmsWebhookCapture(file).close();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		new SmsWebhookCapture(file).close();
	}

	@Test
	void fileOfOthersIsLeftAlone() throws IOException {
		Path log = Files.writeString(this.directory.resolve("log"), "log");
		Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));
		assertThatIOException().isThrownBy(() -> new SmsWebhookCapture(log)).withMessageContaining("others");
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory.resolve("target"));
		assertThatIOException().isThrownBy(() -> new SmsWebhookCapture(link)).withMessageContaining("regular");
		assertThatIOException().isThrownBy(() -> new SmsWebhookCapture(this.directory));
		assertThat(log).hasContent("log");
		assertThat(this.directory.resolve("target")).doesNotExist();
	}

	@Test
	void headBodyAndAnswerAreOneLine() throws IOException {
		Path file = this.directory.resolve("capture");
		try (SmsWebhookCapture capture = new SmsWebhookCapture(file)) {
			CapturedRequest request = capture.begin(new Head());
			assertThat(request).isNotNull();
			request.body("{\"status\":\"sent\"}".getBytes());
			request.answered(SmsWebhookAnswer.OK);
			CapturedRequest unread = capture.begin(new Head());
			assertThat(unread).isNotNull();
			unread.answered(SmsWebhookAnswer.CONTENT_TOO_LARGE);
		}
		List<String> lines = Files.readAllLines(file);
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0)).matches("""
				\\{"time":"20[^"]*Z","method":"POST","secret":"query","headers":\\[\\["Content-Type","text/json"],\
				\\["X-Id","<2 text>"],\\["X-Id","<3 digits>"]],"bodyLength":17,"body":\\{"status":"sent"},\
				"answer":200,"millis":\\d+}""");
		assertThat(lines.get(1)).contains("\"answer\":413").doesNotContain("body");
	}

	@Test
	void fileThatHasGrownTooLargeEndsTheCapture(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("capture");
		new SmsWebhookCapture(file).close();
		Files.write(file, new byte[SmsWebhookCapture.MAX_FILE_SIZE - 300]);
		try (SmsWebhookCapture capture = new SmsWebhookCapture(file)) {
			Awaitility.await().until(() -> {
				CapturedRequest request = capture.begin(new Head());
				if (request != null) {
					request.answered(SmsWebhookAnswer.OK);
				}
				return request == null;
			});
		}
		assertThat(Files.size(file)).isBetween(SmsWebhookCapture.MAX_FILE_SIZE - 200L,
				(long) SmsWebhookCapture.MAX_FILE_SIZE);
		assertThat(output).containsOnlyOnce("captured no more, since '" + file + "' has reached its largest size");
	}

	@Test
	void requestsDoNotWaitForTheFile(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("capture");
		CountDownLatch release = new CountDownLatch(1);
		try (SmsWebhookCapture capture = new SmsWebhookCapture(file)) {
			for (int i = 0; i < 500; i++) {
				new SlowRequest(capture, release).answered(SmsWebhookAnswer.OK);
			}
			assertThat(Files.size(file)).isZero();
			assertThat(output).containsOnlyOnce("Not every request");
			release.countDown();
		}
		assertThat(Files.readAllLines(file)).hasSize(101);
		assertThat(output).containsOnlyOnce("399 request(s) to the SMS webhook were not captured");
	}

	/**
	 * Request whose line is long in the making.
	 */
	private static final class SlowRequest extends CapturedRequest {

		private final CountDownLatch release;

		SlowRequest(SmsWebhookCapture capture, CountDownLatch release) {
			super(capture, new Head());
			this.release = release;
		}

		@Override
		String toJson(CaptureRedaction redaction) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return super.toJson(redaction);
		}

	}

	/**
	 * Head of a request.
	 */
	private static final class Head implements SmsWebhookRequest {

		private static final Map<String, List<String>> HEADERS = Map.of("Content-Type", List.of("text/json"), "X-Id",
				List.of("#1", "123"));

		@Override
		public String method() {
			return "POST";
		}

		@Override
		public @Nullable String query() {
			return "a=b&token=canary";
		}

		@Override
		public @Nullable String pathSecret() {
			return null;
		}

		@Override
		public List<String> headerNames() {
			return List.of("Content-Type", "X-Id");
		}

		@Override
		public List<String> headers(String name) {
			return HEADERS.getOrDefault(name, List.of());
		}

		@Override
		public long contentLength() {
			return 17;
		}

	}

}
