package com.zonitel.sms.webhook;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.SmsEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for callers over HTTP/2 that take no byte of an answer.
 */
class Http2WindowTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	private static final int CALLERS = 4;

	private static final int SETTINGS = 4;

	private static final int HEADERS = 1;

	private static final int END_HEADERS = 4;

	@ParameterizedTest
	@EnumSource
	void callerThatTakesNoAnswerDelaysNoDeadline(ServletServer server) throws Exception {
		delayNoDeadline(
				server.run(Host.class, "--server.http2.enabled=true", "--zonitel.sms.webhook.acknowledge-within=2s"));
	}

	@Test
	void callerThatTakesNoAnswerDelaysNoDeadlineOnNetty() throws Exception {
		delayNoDeadline(
				SpringApplication.run(Host.class, "--server.port=0", "--spring.main.web-application-type=reactive",
						"--server.http2.enabled=true", "--zonitel.sms.webhook.acknowledge-within=2s",
						"--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET));
	}

	private static void delayNoDeadline(ConfigurableApplicationContext context) throws Exception {
		try (context) {
			Host host = context.getBean(Host.class);
			int port = ServletServer.port(context);
			List<Socket> callers = new ArrayList<>();
			try (RawHttp honest = new RawHttp(port)) {
				for (int i = 0; i < CALLERS; i++) {
					callers.add(callWithoutWindow(port));
				}
				await().until(() -> host.known.get() == CALLERS);
				honest.send(ServletServer.notification("1"));
				assertThat(honest.receive(false).status()).isEqualTo(200);
			}
			finally {
				host.released.countDown();
				for (Socket caller : callers) {
					caller.close();
				}
			}
		}
	}

	/**
	 * Send the head of a notification whose body never comes, on a connection that allows
	 * no byte of the answer's body.
	 */
	private static Socket callWithoutWindow(int port) throws IOException {
		Socket socket = new Socket("localhost", port);
		DataOutputStream out = new DataOutputStream(socket.getOutputStream());
		out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		// SETTINGS_INITIAL_WINDOW_SIZE (4) is 0
		writeFrame(out, SETTINGS, 0, 0, new byte[] { 0, 4, 0, 0, 0, 0 });
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		writeField(head, ":method", "POST");
		writeField(head, ":scheme", "http");
		writeField(head, ":path", TARGET);
		writeField(head, ":authority", "localhost");
		writeField(head, "content-type", "application/json");
		writeFrame(out, HEADERS, END_HEADERS, 1, head.toByteArray());
		out.flush();
		return socket;
	}

	private static void writeFrame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
			throws IOException {
		out.writeByte(payload.length >> 16);
		out.writeShort(payload.length);
		out.writeByte(type);
		out.writeByte(flags);
		out.writeInt(stream);
		out.write(payload);
	}

	// a literal field that is not indexed, with a new name, as RFC 7541 has it in 6.2.2
	private static void writeField(ByteArrayOutputStream head, String name, String value) {
		head.write(0);
		for (String part : List.of(name, value)) {
			byte[] bytes = part.getBytes(StandardCharsets.US_ASCII);
			assertThat(bytes.length).isLessThan(127);
			head.write(bytes.length);
			head.writeBytes(bytes);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host implements SmsWebhookObserver {

		private final CountDownLatch released = new CountDownLatch(1);

		private final AtomicInteger known = new AtomicInteger();

		@Override
		public void authenticated(int secretPosition) {
			this.known.incrementAndGet();
		}

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			this.released.await(30, TimeUnit.SECONDS);
		}

	}

}
