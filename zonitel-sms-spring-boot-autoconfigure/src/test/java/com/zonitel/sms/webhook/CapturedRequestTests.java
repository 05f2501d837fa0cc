package com.zonitel.sms.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CapturedRequest}.
 */
class CapturedRequestTests {

	private final JsonMapper mapper = new JsonMapper();

	private final Map<String, List<String>> headers = new LinkedHashMap<>();

	private SmsWebhookCapture capture;

	@BeforeEach
	void open(@TempDir Path directory) throws IOException {
		this.capture = new SmsWebhookCapture(directory.resolve("capture"));
	}

	@AfterEach
	void close() {
		this.capture.close();
	}

	@ParameterizedTest
	@CsvSource({ "canary,,,path", "canary,token=canary,,path", ",a=b&token=canary,Bearer canary,query",
			",token,Bearer canary,query", ",tokens=canary,Bearer canary,header", ",mytoken=canary,,none", ",,,none" })
	void tellsWhereTheSecretIsAndNotWhichItIs(@Nullable String pathSecret, @Nullable String query,
			@Nullable String authorization, String location) {
		if (authorization != null) {
			this.headers.put("Authorization", List.of(authorization));
		}
		CapturedRequest request = new CapturedRequest(this.capture, new Head(pathSecret, query, this.headers));
		assertThat(toJson(request).path("secret").stringValue()).isEqualTo(location);
		assertThat(request.toJson(new CaptureRedaction())).doesNotContain("canary");
	}

	@Test
	void headersAreRedactedInTheirOrder() {
		this.headers.put("Content-Type", List.of("application/json"));
		this.headers.put("X-Forwarded-For", List.of("10.1.2.3", "4155550100"));
		JsonNode json = toJson(request());
		assertThat(json.path("headers").toString()).isEqualTo("[[\"Content-Type\",\"application/json\"],"
				+ "[\"X-Forwarded-For\",\"<8 text>\"],[\"X-Forwarded-For\",\"<10 digits>\"]]");
	}

	@Test
	void headIsCopiedBeforeTheServerReusesIt() {
		this.headers.put("X-One", List.of("1"));
		CapturedRequest request = request();
		this.headers.clear();
		assertThat(toJson(request).path("headers").size()).isEqualTo(1);
	}

	@Test
	void bodyIsRedactedJson() {
		CapturedRequest request = request();
		request.body(bytes("{\"status\":\"sent\",\"text\":\"canary\"}"));
		JsonNode json = toJson(request);
		assertThat(json.path("body").toString()).isEqualTo("{\"status\":\"sent\",\"text\":\"xxxxxx\"}");
		assertThat(json.path("bodyLength").intValue()).isEqualTo(33);
	}

	@Test
	void bodyThatIsNotJsonIsOnlyClassified() {
		CapturedRequest request = request();
		request.body(bytes("text=canary"));
		JsonNode json = toJson(request);
		assertThat(json.path("bodyKind").stringValue()).isEqualTo("form");
		assertThat(json.has("body")).isFalse();
	}

	@Test
	void longBodyIsNotKept() {
		CapturedRequest request = request();
		request.body(bytes("\"" + "a".repeat(64 * 1024) + "\""));
		JsonNode json = toJson(request);
		assertThat(json.path("bodyLength").intValue()).isEqualTo(64 * 1024 + 2);
		assertThat(json.has("body")).isFalse();
		assertThat(json.has("bodyKind")).isFalse();
	}

	@Test
	void bodyThatWasNotReadAndAnswerThatWasNotGivenAreMissing() {
		JsonNode json = toJson(request());
		assertThat(json.has("bodyLength")).isFalse();
		assertThat(json.has("answer")).isFalse();
	}

	private CapturedRequest request() {
		return new CapturedRequest(this.capture, new Head(null, null, this.headers));
	}

	private JsonNode toJson(CapturedRequest request) {
		return this.mapper.readTree(request.toJson(new CaptureRedaction()));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private record Head(@Nullable String pathSecret, @Nullable String query,
			Map<String, List<String>> all) implements SmsWebhookRequest {

		@Override
		public String method() {
			return "POST";
		}

		@Override
		public List<String> headerNames() {
			return List.copyOf(this.all.keySet());
		}

		@Override
		public List<String> headers(String name) {
			return this.all.getOrDefault(name, List.of());
		}

		@Override
		public long contentLength() {
			return -1;
		}

	}

}
