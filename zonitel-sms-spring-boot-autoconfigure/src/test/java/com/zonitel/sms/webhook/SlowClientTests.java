package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for clients that send the head of a request and a part of its body, on servers
 * with fewer threads than there are such clients.
 */
@ParameterizedClass
@MethodSource("servers")
@ExtendWith(OutputCaptureExtension.class)
class SlowClientTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	private static final int CLIENTS = 40;

	private static ConfigurableApplicationContext context;

	private final int port = ServletServer.port(context);

	SlowClientTests(String server) {
	}

	static Stream<String> servers() {
		return Stream.of("--server.tomcat.threads.max=3 --server.tomcat.threads.min-spare=3",
				"--server.jetty.threads.max=8 --spring.autoconfigure.exclude="
						+ "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration",
				"--spring.main.web-application-type=reactive");
	}

	@BeforeParameterizedClassInvocation
	static void start(String server) {
		context = SpringApplication.run(new Class<?>[] { WebhookContractTests.Host.class }, Stream
			.concat(Stream.of("--server.port=0", "--zonitel.sms.webhook.acknowledge-within=2s",
					"--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET), Stream.of(server.split(" ")))
			.toArray(String[]::new));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		context.close();
	}

	@Test
	void holdNoThreadAndAreClosed(CapturedOutput output) throws Exception {
		List<RawHttp> clients = new ArrayList<>();
		try {
			assertThat(honest(0)).isEqualTo(200);
			for (int i = 0; i < CLIENTS; i++) {
				RawHttp client = new RawHttp(this.port);
				clients.add(client);
				client.send(half(i));
			}
			for (int i = 1; i <= 5; i++) {
				long start = System.nanoTime();
				assertThat(honest(i)).isEqualTo(200);
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
			assertThat(honest(6)).isEqualTo(200);
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

	@Test
	void leaveOnlyTheSummaryInTheLogWhenTheyBreakOff(CapturedOutput output) throws Exception {
		assertThat(honest(0)).isEqualTo(200);
		List<RawHttp> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			RawHttp client = new RawHttp(this.port);
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
		await().during(Duration.ofSeconds(2)).until(() -> honest(1) == 200);
		assertThat(output.toString().lines().filter((line) -> line.contains(" WARN ") || line.contains(" ERROR ")))
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

	private int honest(int i) throws Exception {
		String body = "{\"honest\":" + i + "}";
		return RawHttp
			.exchange(this.port, RawHttp.bytes("POST " + TARGET + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
					+ body.length() + "\r\n\r\n" + body))
			.status();
	}

}
