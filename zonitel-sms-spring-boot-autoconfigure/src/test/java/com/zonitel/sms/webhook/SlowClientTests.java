package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for clients that send the head of a request and a part of its body, on servers
 * with fewer threads than there are such clients.
 */
@ExtendWith(OutputCaptureExtension.class)
class SlowClientTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	private static final int CLIENTS = 40;

	static Stream<String> servers() {
		return Stream.of("--server.tomcat.threads.max=3 --server.tomcat.threads.min-spare=3",
				"--server.jetty.threads.max=8 --spring.autoconfigure.exclude="
						+ "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration",
				"--spring.main.web-application-type=reactive");
	}

	private static ConfigurableApplicationContext run(String server) {
		return SpringApplication.run(new Class<?>[] { WebhookContractTests.Host.class }, Stream
			.concat(Stream.of("--server.port=0", "--zonitel.sms.webhook.acknowledge-within=3s",
					"--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET), Stream.of(server.split(" ")))
			.toArray(String[]::new));
	}

	@ParameterizedTest
	@MethodSource("servers")
	void holdNoThreadAndAreClosed(String server, CapturedOutput output) throws Exception {
		List<RawHttp> clients = new ArrayList<>();
		try (ConfigurableApplicationContext context = run(server)) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			assertThat(honest(port, 0)).isEqualTo(200);
			for (int i = 0; i < CLIENTS; i++) {
				RawHttp client = new RawHttp(port);
				clients.add(client);
				client.send(half(i));
			}
			for (int i = 1; i <= 5; i++) {
				long start = System.nanoTime();
				assertThat(honest(port, i)).isEqualTo(200);
				assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(2000);
			}
			for (int i = 0; i < CLIENTS; i++) {
				RawHttp.Response response = clients.get(i).receive(false);
				assertThat(response.status()).isEqualTo(isStranger(i) ? 401 : 503);
				assertThat(response.headers()).containsEntry("connection", "close");
			}
			for (RawHttp client : clients) {
				assertThat(client.awaitClose(4_000)).isTrue();
			}
			assertThat(honest(port, 6)).isEqualTo(200);
		}
		finally {
			for (RawHttp client : clients) {
				client.close();
			}
		}
		assertThat(output).doesNotContain(WebhookContractRows.SECRET);
		assertThat(output.toString().lines().filter((line) -> !isReactorNettys(line)))
			.noneMatch((line) -> line.contains("ERROR") || line.contains("Exception"));
	}

	// what it says of a connection that ends while it hands over a body; see the README
	private static boolean isReactorNettys(String line) {
		return line.contains("reactor.netty.channel.FluxReceive") && line.contains("observed post termination");
	}

	@ParameterizedTest
	@MethodSource("servers")
	void leaveOnlyTheSummaryInTheLogWhenTheyBreakOff(String server, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			assertThat(honest(port, 0)).isEqualTo(200);
			List<RawHttp> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				RawHttp client = new RawHttp(port);
				clients.add(client);
				client.send(half(i));
				if (i % 8 < 4) {
					client.reset();
				}
			}
			for (int i = 0; i < CLIENTS; i++) {
				if (i % 8 >= 4) {
					RawHttp.Response response = clients.get(i).receive(false);
					assertThat(response.status()).isEqualTo(isStranger(i) ? 401 : 503);
					clients.get(i).send(new byte[10]);
					clients.get(i).reset();
				}
			}
			await().during(Duration.ofSeconds(2)).until(() -> honest(port, 1) == 200);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN ") || line.contains(" ERROR ")))
			.allMatch((line) -> line.contains("SMS webhook answered"));
	}

	private static boolean isStranger(int i) {
		return i % 2 == 0;
	}

	private static byte[] half(int i) {
		String framing = (i % 4 < 2) ? "Content-Length: 1000\r\n\r\n{" : "Transfer-Encoding: chunked\r\n\r\n10\r\n{";
		return RawHttp.bytes("POST " + (isStranger(i) ? WebhookContractRows.PATH : TARGET)
				+ " HTTP/1.1\r\nHost: localhost\r\n" + framing);
	}

	private static int honest(int port, int i) throws Exception {
		String body = "{\"honest\":" + i + "}";
		return RawHttp
			.exchange(port, RawHttp.bytes("POST " + TARGET + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
					+ body.length() + "\r\n\r\n" + body))
			.status();
	}

}
