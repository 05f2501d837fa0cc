package com.zonitel.sms.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.SmsEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for answers at the deadline while every thread of the server is busy with other
 * requests.
 */
class BusyServerTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	// more requests than the server has threads
	private static final int BUSY = 10;

	@ParameterizedTest
	@EnumSource
	void acknowledgementIsSentAtTheDeadline(ServletServer server) throws Exception {
		acknowledgeAtTheDeadline(server.run(Host.class, "--zonitel.sms.webhook.acknowledge-within=2s"), false);
	}

	@ParameterizedTest
	@EnumSource
	void acknowledgementIsSentAtTheDeadlineWhileTheListenerHoldsAThreadOfTheServer(ServletServer server)
			throws Exception {
		acknowledgeAtTheDeadline(server.run(Host.class, 8, "--zonitel.sms.webhook.acknowledge-within=2s"), true);
	}

	private static void acknowledgeAtTheDeadline(ConfigurableApplicationContext context, boolean direct)
			throws Exception {
		List<RawHttp> busy = new ArrayList<>();
		Host host = context.getBean(Host.class);
		int port = ServletServer.port(context);
		try (context; RawHttp client = new RawHttp(port)) {
			client.send(ServletServer.notification("1"));
			await().until(() -> host.listening.get() == 1);
			assertThat(context.getBean(SmsWebhookReceiver.class).getHeldThreads()).isEqualTo(direct ? 1 : 0);
			busy = occupy(host, port);
			assertThat(client.receive(false).status()).isEqualTo(200);
			assertThat(host.released.getCount()).isEqualTo(1);
			assertThat(host.timedOut).hasValue(0);
			host.released.countDown();
		}
		finally {
			host.released.countDown();
			for (RawHttp client : busy) {
				client.close();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void acknowledgementEndsTheStreamOfHttp2(ServletServer server) throws Exception {
		List<RawHttp> busy = new ArrayList<>();
		ConfigurableApplicationContext context = server.run(Host.class, "--server.http2.enabled=true",
				"--zonitel.sms.webhook.acknowledge-within=2s");
		Host host = context.getBean(Host.class);
		int port = ServletServer.port(context);
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
		try (context) {
			// the upgrade of the first request, which has no body, makes the connection
			// one of HTTP/2
			HttpRequest first = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/none")).build();
			assertThat(client.send(first, HttpResponse.BodyHandlers.discarding()).version())
				.isEqualTo(HttpClient.Version.HTTP_2);
			CompletableFuture<HttpResponse<String>> answer = post(client, port, ServletServer.body("1"));
			await().until(() -> host.listening.get() == 1);
			assertThat(context.getBean(SmsWebhookReceiver.class).getHeldThreads()).isZero();
			busy = occupy(host, port);
			assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			assertThat(answer.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(host.timedOut).hasValue(0);
			host.released.countDown();
		}
		finally {
			host.released.countDown();
			for (RawHttp other : busy) {
				other.close();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void bodyThatIsThereButNobodyReadsIsNotTheFaultOfTheCaller(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = server.run(Host.class,
				"--zonitel.sms.webhook.acknowledge-within=2s")) {
			Host host = context.getBean(Host.class);
			int port = ServletServer.port(context);
			List<RawHttp> busy = new ArrayList<>();
			try (RawHttp client = new RawHttp(port)) {
				String body = ServletServer.body("1");
				client.send(RawHttp.bytes(ServletServer.head(TARGET, body.length()) + body.substring(0, 5)));
				assertThat(RawHttp.exchange(port, ServletServer.notification("other")).status()).isEqualTo(200);
				busy = occupy(host, port);
				client.send(RawHttp.bytes(body.substring(5)));
				RawHttp.Response response = client.receive(false);
				// Jetty keeps threads in reserve that may read it after all
				assertThat(response.status()).isIn(503, (server == ServletServer.JETTY) ? 200 : 503);
				assertThat(host.timedOut).hasValue(0);
			}
			finally {
				host.released.countDown();
				for (RawHttp client : busy) {
					client.close();
				}
			}
		}
	}

	private static CompletableFuture<HttpResponse<String>> post(HttpClient client, int port, String body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + TARGET))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(20))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
	}

	// more requests than there are threads, until no further one begins
	private static List<RawHttp> occupy(Host host, int port) throws Exception {
		List<RawHttp> clients = new ArrayList<>();
		for (int i = 0; i < BUSY; i++) {
			RawHttp client = new RawHttp(port);
			client.send(RawHttp.bytes("GET /busy HTTP/1.1\r\nHost: localhost\r\n\r\n"));
			clients.add(client);
		}
		AtomicInteger last = new AtomicInteger(-1);
		await().pollInterval(Duration.ofMillis(300)).until(() -> {
			int busy = host.busy.get();
			return busy > 0 && last.getAndSet(busy) == busy;
		});
		return clients;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Host {

		private final CountDownLatch released = new CountDownLatch(1);

		private final AtomicInteger listening = new AtomicInteger();

		private final AtomicInteger busy = new AtomicInteger();

		private final AtomicInteger timedOut = new AtomicInteger();

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			if (event.notificationId().startsWith("1")) {
				this.listening.incrementAndGet();
				this.released.await(30, TimeUnit.SECONDS);
			}
		}

		@GetMapping("/busy")
		String busy() throws InterruptedException {
			this.busy.incrementAndGet();
			if (!this.released.await(12, TimeUnit.SECONDS)) {
				this.timedOut.incrementAndGet();
			}
			return "";
		}

	}

}
