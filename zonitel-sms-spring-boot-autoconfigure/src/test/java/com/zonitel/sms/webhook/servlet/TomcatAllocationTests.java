package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.webhook.ZonitelSmsWebhookServletAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test that counts what a notification allocates on Tomcat all told, from the bytes of
 * the request to those of the answer, on all threads of the host. A guard that holds on a
 * slow machine, too.
 */
@Tag("allocations")
class TomcatAllocationTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final int REQUESTS = 500;

	/**
	 * The build's tests run without the compiler that avoids allocations: 8,000 bytes are
	 * measured there, and 5,700 to 6,600 with it, as hosts run.
	 */
	private static final long MAX_BYTES = 8 * 1024;

	private int id;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void notificationAllocatesAtMostEightKilobytes() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(Host.class, "--server.port=0",
				"--server.tomcat.max-keep-alive-requests=-1", "--zonitel.sms.webhook.secrets=" + SECRET);
				Socket client = connect(context)) {
			// code that is not compiled yet allocates more, and so does a request that a
			// busy machine slows down until the direct lane is closed for a while
			await().atMost(Duration.ofMinutes(5))
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.until(() -> perRequest(client), (bytes) -> bytes <= MAX_BYTES);
			assertThat(context.getBean(Host.class).last).isNotNull();
		}
	}

	private long perRequest(Socket client) throws IOException {
		long before = allocated();
		send(client);
		long bytes = (allocated() - before) / REQUESTS;
		assertThat(bytes).isGreaterThan(2_000);
		return bytes;
	}

	private static Socket connect(ConfigurableApplicationContext context) throws IOException {
		Socket client = new Socket(InetAddress.getLoopbackAddress(),
				((WebServerApplicationContext) context).getWebServer().getPort());
		client.setTcpNoDelay(true);
		client.setSoTimeout(20_000);
		return client;
	}

	private void send(Socket client) throws IOException {
		OutputStream output = client.getOutputStream();
		InputStream input = client.getInputStream();
		byte[] answer = new byte[1024];
		for (int i = 0; i < REQUESTS; i++) {
			output.write(request(this.id++));
			int length = input.read(answer);
			assertThat(length).isPositive();
			if (answer[9] != '2') {
				throw new AssertionError(new String(answer, 0, length, StandardCharsets.ISO_8859_1));
			}
		}
	}

	private static byte[] request(int id) {
		String body = """
				{"status":"received","data":{"id":"0000-00-%010d","segments":1,"direction":"inbound",\
				"messageText":"Hello, this is a test SMS","from":"+10000000010","to":"+10000000020","medias":[]},\
				"message":"SMS message received successfully"}""".formatted(id);
		return ("POST /webhooks/zonitel/sms?token=" + SECRET
				+ " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body)
			.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Return what the threads that are alive have allocated, apart from that of the
	 * client.
	 */
	private long allocated() {
		long client = Thread.currentThread().getId();
		long[] others = Arrays.stream(this.threads.getAllThreadIds()).filter((id) -> id != client).toArray();
		return Arrays.stream(this.threads.getThreadAllocatedBytes(others)).filter((bytes) -> bytes > 0).sum();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class, ZonitelSmsAutoConfiguration.class,
			ZonitelSmsWebhookServletAutoConfiguration.class })
	static class Host {

		private volatile @Nullable SmsReceivedEvent last;

		@EventListener
		void on(SmsReceivedEvent event) {
			this.last = event;
		}

	}

}
