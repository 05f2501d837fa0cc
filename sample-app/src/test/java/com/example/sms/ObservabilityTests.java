package com.example.sms;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an operator of {@link SampleApplication} sees.
 */
class ObservabilityTests {

	private static final Path FILES = Path.of("../docs/observability");

	private static final Pattern METRIC = Pattern.compile("\\b(zonitel_sms|process)_\\w+");

	@TempDir
	static Path directory;

	private static RunningSample sample;

	private static String scrape;

	@BeforeAll
	static void start() {
		sample = new RunningSample(directory);
		scrape = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> get("/actuator/prometheus").body(),
					(body) -> body.contains("zonitel_sms_listener_seconds_count{")
							&& body.contains("{outcome=\"accepted\",status=\"received\"} 1.0")
							&& body.contains("zonitel_sms_inbox_dead 0.0"));
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	@Test
	void firstSmsShowsInTheMetrics() {
		assertThat(scrape)
			.contains("zonitel_sms_webhook_notifications_total{outcome=\"accepted\",status=\"received\"} 1.0")
			.contains("zonitel_sms_webhook_secret_total{position=\"0\"} 1.0")
			.contains("zonitel_sms_registration_matches 1.0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana-dashboard.json", "prometheus-alerts.yaml" })
	void everyMetricThatIsNamedIsThere(String file) throws IOException {
		Set<String> samples = scrape.lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.split("[{ ]", 2)[0])
			.collect(Collectors.toSet());
		Set<String> named = METRIC.matcher(Files.readString(FILES.resolve(file)))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toSet());
		assertThat(named).hasSizeGreaterThan(5).isSubsetOf(samples);
	}

	@Test
	void healthAndEndpointTellTheSame() {
		assertThat(get("/actuator/health/zonitelSms").body()).contains("\"status\":\"UP\"", "\"registered\"");
		assertThat(get("/actuator/zonitelsms").body()).contains("\"status\":\"registered\"", "token=***");
	}

	private static HttpResponse<String> get(String path) {
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(sample.url() + path)).build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
