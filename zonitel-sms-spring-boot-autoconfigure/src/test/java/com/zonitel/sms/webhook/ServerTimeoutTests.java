package com.zonitel.sms.webhook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for servers whose own time-out for reading is shorter than the deadline.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerTimeoutTests {

	private static final int FEW_THREADS = 8;

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	@ParameterizedTest
	@EnumSource
	void bodyThatTakesTooLongIsAnsweredAsAtTheDeadline(ServletServer server, CapturedOutput output) throws Exception {
		stall(server, FEW_THREADS, WebhookContractTests.Host.class, output);
	}

	@ParameterizedTest
	@EnumSource
	void bodyThatTakesTooLongIsAnsweredAlikeByAServerOfManyThreads(ServletServer server, CapturedOutput output)
			throws Exception {
		stall(server, 100, WebhookContractTests.Host.class, output);
	}

	// Tomcat answers 408 itself when a blocking read times out
	@Test
	void bodyThatTakesTooLongIsAnsweredAlikeWithoutAsynchronousRequests(CapturedOutput output) throws Exception {
		stall(ServletServer.JETTY, FEW_THREADS, BlockingFilterTests.Host.class, output);
	}

	private static void stall(ServletServer server, int threads, Class<?> host, CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext context = server.run(host, threads, "--server.tomcat.connection-timeout=1s",
				"--server.jetty.connection-idle-timeout=1s")) {
			try (RawHttp client = new RawHttp(ServletServer.port(context))) {
				client.send(RawHttp.bytes(ServletServer.head(TARGET, 1_000) + "{"));
				RawHttp.Response response = client.receive(false);
				assertThat(response.status()).isEqualTo(503);
				assertThat(response.headers()).containsKey("retry-after");
			}
			await().untilAsserted(() -> assertThat(output).contains("SMS webhook answered 503"));
			assertThat(output).doesNotContain("ERROR");
		}
	}

}
