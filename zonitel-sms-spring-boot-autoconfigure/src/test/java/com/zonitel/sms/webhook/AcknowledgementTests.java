package com.zonitel.sms.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an acknowledgement promises, over a real Tomcat.
 */
class AcknowledgementTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private final HttpClient client = HttpClient.newHttpClient();

	// not the common pool, which has a single thread on a small machine
	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void slowListenersDelayNoAcknowledgementAndShutdownWaitsForThem() throws Exception {
		BlockingListener.handled.clear();
		ConfigurableApplicationContext context = SpringApplication.run(BlockingListener.class, "--server.port=0",
				"--zonitel.sms.webhook.secrets=" + SECRET, "--zonitel.sms.webhook.acknowledge-within=1s",
				"--zonitel.sms.inbox.concurrency=4");
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		List<CompletableFuture<Duration>> answers = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			Instant sent = Instant.now();
			answers.add(post(port, "slow" + i).thenApply((answer) -> {
				assertThat(answer.statusCode()).isEqualTo(200);
				return Duration.between(sent, Instant.now());
			}));
		}
		for (CompletableFuture<Duration> answer : answers) {
			assertThat(answer.get(30, TimeUnit.SECONDS)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
		}
		assertThat(BlockingListener.handled).isEmpty();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close, this.threads);
		BlockingListener.release.countDown();
		closed.get(60, TimeUnit.SECONDS);
		assertThat(BlockingListener.handled).hasSize(200);
	}

	@Test
	void redeliveriesFromManyThreadsReachListenersOnce() throws Exception {
		CountingListener.events.set(0);
		try (ConfigurableApplicationContext context = SpringApplication.run(CountingListener.class, "--server.port=0",
				"--zonitel.sms.webhook.secrets=" + SECRET)) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			ExecutorService senders = Executors.newFixedThreadPool(64);
			List<Future<Integer>> answers = new ArrayList<>();
			for (int i = 0; i < 10_000; i++) {
				answers.add(senders.submit(() -> post(port, "same").get(30, TimeUnit.SECONDS).statusCode()));
			}
			for (Future<Integer> answer : answers) {
				assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
			}
			senders.shutdown();
			assertThat(CountingListener.events).hasValue(1);
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void listenersRunOnVirtualThreadsWhereTheHostTurnedThemOn() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(CountingListener.class, "--server.port=0",
				"--zonitel.sms.webhook.secrets=" + SECRET, "--spring.threads.virtual.enabled=true")) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			assertThat(post(port, "virtual").get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			assertThat(CountingListener.thread).startsWith("VirtualThread");
		}
	}

	@Test
	void sigtermUnderLoadLosesNothingThatWasAcknowledged(@TempDir Path directory) throws Exception {
		Path ledger = directory.resolve("ledger");
		Process host = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), LedgerHost.class.getName(), ledger.toString())
			.redirectErrorStream(true)
			.start();
		try {
			int port = awaitPort(host);
			Set<String> acknowledged = ConcurrentHashMap.newKeySet();
			List<CompletableFuture<Void>> senders = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				senders.add(CompletableFuture.runAsync(new Sender(port, "s" + i + "-", acknowledged), this.threads));
			}
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > 500);
			host.destroy();
			for (CompletableFuture<Void> sender : senders) {
				sender.get(60, TimeUnit.SECONDS);
			}
			assertThat(host.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(Files.readAllLines(ledger)).containsAll(acknowledged);
		}
		finally {
			host.destroyForcibly();
		}
	}

	private int awaitPort(Process host) throws IOException {
		BufferedReader output = new BufferedReader(
				new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
		String line = output.readLine();
		while (line != null && !line.startsWith("PORT ")) {
			line = output.readLine();
		}
		assertThat(line).as("line with the port").isNotNull();
		CompletableFuture.runAsync(() -> output.lines().forEach((discarded) -> {
		}), this.threads);
		return Integer.parseInt(line.substring("PORT ".length()));
	}

	private CompletableFuture<HttpResponse<String>> post(int port, String id) {
		String json = "{\"status\":\"received\",\"data\":{\"id\":\"%s\"}}".formatted(id);
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + port + "/webhooks/zonitel/sms?token=" + SECRET))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(20))
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Sends until the host is gone.
	 */
	private final class Sender implements Runnable {

		private final int port;

		private final String prefix;

		private final Set<String> acknowledged;

		Sender(int port, String prefix, Set<String> acknowledged) {
			this.port = port;
			this.prefix = prefix;
			this.acknowledged = acknowledged;
		}

		@Override
		public void run() {
			try {
				for (int i = 0; i < 1_000_000; i++) {
					String id = this.prefix + i;
					if (post(this.port, id).join().statusCode() == 200) {
						this.acknowledged.add(id);
					}
				}
			}
			catch (RuntimeException ex) {
				// the host is gone
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BlockingListener {

		static final CountDownLatch release = new CountDownLatch(1);

		static final Set<String> handled = ConcurrentHashMap.newKeySet();

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			release.await();
			handled.add(event.notificationId());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class CountingListener {

		static final AtomicInteger events = new AtomicInteger();

		static volatile String thread = "";

		@EventListener
		void on(SmsEvent event) {
			events.incrementAndGet();
			thread = Thread.currentThread().toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class LedgerHost {

		private static Path ledger = Path.of("ledger");

		@EventListener
		synchronized void on(SmsReceivedEvent event) throws IOException {
			Files.writeString(ledger, event.message().id() + "\n", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}

		public static void main(String[] args) {
			ledger = Path.of(args[0]);
			ConfigurableApplicationContext context = SpringApplication.run(LedgerHost.class, "--server.port=0",
					"--zonitel.sms.webhook.secrets=" + SECRET);
			System.out.println("PORT " + ((WebServerApplicationContext) context).getWebServer().getPort());
		}

	}

}
