package com.zonitel.sms.autoconfigure.sanitizing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.web.exchanges.HttpExchange;
import org.springframework.boot.actuate.web.exchanges.HttpExchangesEndpoint;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MaskedHttpExchangesEndpointExtension}.
 */
class MaskedHttpExchangesEndpointExtensionTests {

	private final InMemoryHttpExchangeRepository repository = new InMemoryHttpExchangeRepository();

	private final MaskedHttpExchangesEndpointExtension extension = new MaskedHttpExchangesEndpointExtension(
			new HttpExchangesEndpoint(this.repository), "/hook");

	@ParameterizedTest
	@CsvSource({ "https://sms.example.com/hook?token=canary,https://sms.example.com/hook?***",
			"https://sms.example.com/hook/canary,https://sms.example.com/hook/***",
			"https://sms.example.com:8443/app/hook/can%2Fary?a=canary,https://sms.example.com:8443/app/hook/***?***",
			"https://sms.example.com/hook,https://sms.example.com/hook" })
	void hidesWhatFollowsThePathOfTheWebhook(String uri, String masked) {
		record(uri, Map.of());
		assertThat(only().getRequest().getUri()).hasToString(masked);
	}

	@Test
	void hidesTheCredentialInWhateverCase() {
		record("https://sms.example.com/hook",
				Map.of("authorization", List.of("Bearer canary"), "Accept", List.of("*/*")));
		assertThat(only().getRequest().getHeaders()).containsEntry("authorization", List.of("***"))
			.containsEntry("Accept", List.of("*/*"));
	}

	@Test
	void keepsEverythingElseOfTheExchange() {
		HttpExchange original = record("https://sms.example.com/hook?token=canary", Map.of());
		HttpExchange masked = only();
		assertThat(masked.getTimestamp()).isEqualTo(original.getTimestamp());
		assertThat(masked.getRequest().getMethod()).isEqualTo("POST");
		assertThat(masked.getRequest().getRemoteAddress()).isEqualTo("10.0.0.1");
		assertThat(masked.getResponse()).isSameAs(original.getResponse());
		assertThat(masked.getTimeTaken()).isEqualTo(original.getTimeTaken());
	}

	@Test
	void leavesExchangesOfTheApplication() {
		HttpExchange original = record("https://sms.example.com/other?token=1", Map.of());
		assertThat(only()).isSameAs(original);
	}

	private HttpExchange record(String uri, Map<String, List<String>> headers) {
		HttpExchange exchange = new HttpExchange(Instant.EPOCH,
				new HttpExchange.Request(URI.create(uri), "10.0.0.1", "POST", headers),
				new HttpExchange.Response(200, Map.of()), null, null, Duration.ofMillis(5));
		this.repository.add(exchange);
		return exchange;
	}

	private HttpExchange only() {
		assertThat(this.extension.httpExchanges().exchanges()).hasSize(1);
		return this.extension.httpExchanges().exchanges().get(0);
	}

}
