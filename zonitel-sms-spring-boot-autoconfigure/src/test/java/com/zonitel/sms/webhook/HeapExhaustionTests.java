package com.zonitel.sms.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zonitel.sms.SmsEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a host that has no free heap for a while and survives that.
 */
@Tag("extended")
class HeapExhaustionTests {

	@ParameterizedTest
	@EnumSource
	void deadlinesStrikeAgainAfterwards(Server server) throws Exception {
		Process process = start(server);
		// reading from a process cannot be interrupted
		CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(process::destroyForcibly);
		try (BufferedReader output = process.inputReader()) {
			int port = port(output);
			try (RawHttp client = new RawHttp(port)) {
				for (int i = 0; i < 20; i++) {
					client.send(ServletServer.notification("quick" + i));
					assertThat(client.receive(false).status()).isEqualTo(200);
				}
				client.send(ServletServer.notification("hang1"));
				awaitLine(output, "LISTENING");
				process.getOutputStream().write('\n');
				process.getOutputStream().flush();
				awaitLine(output, "RECOVERED");
				// 500 if the listener itself ran out of memory
				assertThat(client.receive(false).status()).isIn(200, 500);
			}
			assertThat(status(port, ServletServer.notification("hang2"))).isEqualTo(200);
			assertThat(status(port, RawHttp.bytes(
					ServletServer.head(WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET, 100) + "{")))
				.isEqualTo(503);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	// an answer at the deadline may end its connection
	private static int status(int port, byte[] request) throws IOException {
		try (RawHttp client = new RawHttp(port)) {
			client.send(request);
			return client.receive(false).status();
		}
	}

	private static Process start(Server server) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Host.class.getName()));
		command.add("--zonitel.sms.webhook.acknowledge-within=500ms");
		command.addAll(server.arguments);
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	private static int port(BufferedReader output) throws IOException {
		return Integer.parseInt(awaitLine(output, "PORT "));
	}

	private static String awaitLine(BufferedReader output, String prefix) throws IOException {
		StringBuilder before = new StringBuilder();
		String line = output.readLine();
		while (line != null && !line.startsWith(prefix)) {
			before.append(line).append('\n');
			line = output.readLine();
		}
		assertThat(line).as("line '%s' after: %s", prefix, before).isNotNull();
		return line.substring(prefix.length());
	}

	private enum Server {

		TOMCAT(),

		JETTY("--spring.autoconfigure.exclude="
				+ "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration"),

		NETTY("--spring.main.web-application-type=reactive");

		private final List<String> arguments;

		Server(String... arguments) {
			this.arguments = List.of(arguments);
		}

	}

	/**
	 * Host that uses up its heap when it is told to.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private static final int LARGEST = 1 << 20;

		private static final int MIN_FAILURES = 3;

		private final CountDownLatch released = new CountDownLatch(1);

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			if (event.notificationId().startsWith("hang")) {
				System.out.println("LISTENING");
				this.released.await(60, TimeUnit.SECONDS);
			}
		}

		public static void main(String[] args) throws IOException {
			List<String> all = new ArrayList<>(List.of(args));
			all.add("--server.port=0");
			all.add("--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET);
			ConfigurableApplicationContext context = SpringApplication.run(Host.class, all.toArray(String[]::new));
			System.out.println("PORT " + ServletServer.port(context));
			System.in.read();
			try {
				exhaust(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
			}
			catch (OutOfMemoryError ex) {
				// the virtual machine may need memory anywhere
			}
			System.out.println("RECOVERED");
			System.in.read();
		}

		// keeps everything until the end, when not even the smallest array can be had
		private static void exhaust(long end) {
			Object @Nullable [] last = null;
			int size = LARGEST;
			int failures = 0;
			while (failures < MIN_FAILURES || System.nanoTime() < end) {
				try {
					Object[] next = new Object[size];
					next[0] = last;
					last = next;
				}
				catch (OutOfMemoryError ex) {
					failures += (size == 1) ? 1 : 0;
					size = Math.max(size / 4, 1);
				}
			}
			Reference.reachabilityFence(last);
		}

	}

}
