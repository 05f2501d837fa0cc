package com.zonitel.sms.webhook;

import java.util.ArrayList;
import java.util.List;

import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that know the secret and send more than is read.
 */
class EndlessBodyTests {

	private static final int ROUNDS = 30;

	private static final int CLIENTS = 20;

	private static final long MAX_GROWTH = 24 << 20;

	private static final byte[] CHUNK = RawHttp.bytes("8000\r\n" + " ".repeat(0x8000) + "\r\n");

	@Test
	void leaveNoBuffersBehindOnNetty() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(WebhookContractTests.Host.class,
				"--server.port=0", "--spring.main.web-application-type=reactive",
				"--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET)) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			flood(port);
			long before = PlatformDependent.usedDirectMemory();
			for (int i = 0; i < ROUNDS; i++) {
				flood(port);
			}
			assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(MAX_GROWTH);
		}
	}

	private static void flood(int port) throws Exception {
		List<RawHttp> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			RawHttp client = new RawHttp(port);
			clients.add(client);
			client.send(RawHttp.bytes("POST " + WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET
					+ " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"));
			for (int j = 0; j < 6; j++) {
				client.send(CHUNK);
			}
		}
		for (RawHttp client : clients) {
			assertThat(client.receive(false).status()).isEqualTo(413);
			client.reset();
		}
	}

}
