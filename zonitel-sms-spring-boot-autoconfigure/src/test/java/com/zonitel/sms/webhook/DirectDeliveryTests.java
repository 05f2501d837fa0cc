package com.zonitel.sms.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.SmsEvent;
import jakarta.servlet.Filter;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for listeners that run on the server's own threads.
 */
class DirectDeliveryTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	/**
	 * What listeners see in both ways. The user is carried over by the library
	 * context-propagation.
	 */
	private static final String CONTEXT = "MDC request, request attributes null, locale null, user user, resources {}";

	private static ConfigurableApplicationContext run(ServletServer server, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--zonitel.sms.webhook.acknowledge-within=2s");
		all.add("--server.http2.enabled=true");
		return server.run(Host.class, 64, all.toArray(String[]::new));
	}

	@ParameterizedTest
	@EnumSource
	void quickListenersRunOnThreadsOfTheServerAndSeeNothingOfTheRequest(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			Host host = context.getBean(Host.class);
			awaitDirect(host, ServletServer.port(context));
			assertThat(host.seen).extracting(Seen::context).containsOnly(CONTEXT);
			assertThat(host.afterwards).isNotEmpty().containsOnly("request attributes, user");
			assertThat(host.mdcAfterwards).containsOnly("request");
			assertThat(context.getBean(SmsWebhookReceiver.class).getHeldThreads()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void hungListenerIsAcknowledgedAtTheDeadlineAndTheSameClientGoesOn(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			Host host = context.getBean(Host.class);
			int port = ServletServer.port(context);
			try {
				RawHttp.Response response;
				long start;
				do {
					awaitDirect(host, port);
					start = System.nanoTime();
					response = RawHttp.exchange(port, ServletServer.notification("hang" + host.hangingThreads.size()));
				}
				while (!isDirect(host.hangingThreads) && host.hangingThreads.size() < 10);
				assertThat(response.status()).isEqualTo(200);
				assertThat(response.headers()).containsEntry("connection", "close");
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1_900),
						Duration.ofSeconds(5));
				assertThat(isDirect(host.hangingThreads)).isTrue();
				SmsWebhookReceiver receiver = context.getBean(SmsWebhookReceiver.class);
				assertThat(receiver.getHeldThreads()).isEqualTo(1);
				start = System.nanoTime();
				for (int i = 0; i < 5; i++) {
					assertThat(RawHttp.exchange(port, ServletServer.notification("next" + i)).status()).isEqualTo(200);
				}
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_900));
				host.released.countDown();
				await().until(() -> receiver.getHeldThreads() == 0);
				assertThat(RawHttp.exchange(port, ServletServer.notification("last")).status()).isEqualTo(200);
				await().until(() -> host.hung.get() == host.hangingThreads.size());
			}
			finally {
				host.released.countDown();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void hungListenerEndsItsStreamOfHttp2AtTheDeadlineAndTheConnectionGoesOn(ServletServer server) throws Exception {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
		try (ConfigurableApplicationContext context = run(server)) {
			Host host = context.getBean(Host.class);
			int port = ServletServer.port(context);
			awaitDirect(host, port);
			try {
				// the upgrade of the first request, which has no body, makes the
				// connection one of HTTP/2
				HttpRequest first = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/")).build();
				assertThat(client.send(first, HttpResponse.BodyHandlers.discarding()).version())
					.isEqualTo(HttpClient.Version.HTTP_2);
				long start = System.nanoTime();
				CompletableFuture<HttpResponse<String>> hanging = post(client, port, "hang");
				await().until(() -> host.hangingThreads.size() == 1);
				assertThat(post(client, port, "next").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
				assertThat(hanging).isNotDone();
				assertThat(hanging.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
				assertThat(host.hung).hasValue(0);
				assertThat(post(client, port, "last").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			}
			finally {
				host.released.countDown();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void bodiesThatStallAreAnsweredAtTheDeadlineAndHoldFewThreads(ServletServer server) throws Exception {
		List<RawHttp> clients = new ArrayList<>();
		try (ConfigurableApplicationContext context = run(server)) {
			Host host = context.getBean(Host.class);
			int port = ServletServer.port(context);
			awaitDirect(host, port);
			for (int i = 0; i < 100; i++) {
				RawHttp client = new RawHttp(port);
				client.send(RawHttp.bytes(ServletServer.head(TARGET, 1_000) + "{"));
				clients.add(client);
			}
			SmsWebhookReceiver receiver = context.getBean(SmsWebhookReceiver.class);
			assertThat(RawHttp.exchange(port, ServletServer.notification("honest")).status()).isEqualTo(200);
			assertThat(receiver.getHeldThreads()).isBetween(1, 8);
			for (RawHttp client : clients) {
				RawHttp.Response response = client.receive(false);
				assertThat(response.status()).isEqualTo(503);
				assertThat(response.headers()).containsEntry("connection", "close").containsKey("retry-after");
				client.close();
			}
			await().until(() -> receiver.getHeldThreads() == 0);
		}
		finally {
			for (RawHttp client : clients) {
				client.close();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientThatDripsOnAfterItsAnswerHoldsNoThread(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			SmsWebhookReceiver receiver = context.getBean(SmsWebhookReceiver.class);
			try (RawHttp client = await().atMost(Duration.ofSeconds(60))
				.until(() -> stall(context.getBean(Host.class), ServletServer.port(context), receiver),
						Objects::nonNull)) {
				assertThat(client.receive(false).status()).isEqualTo(503);
				await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(50)).until(() -> {
					client.send(RawHttp.bytes(" "));
					return client.awaitClose(50);
				});
				await().until(() -> receiver.getHeldThreads() == 0);
			}
		}
	}

	@Test
	void noMoreListenersRunAtOnceThanTheConcurrency() throws Exception {
		try (ConfigurableApplicationContext context = run(ServletServer.TOMCAT, "--zonitel.sms.inbox.concurrency=2")) {
			Host host = context.getBean(Host.class);
			int port = ServletServer.port(context);
			awaitDirect(host, port);
			HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
			List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				answers.add(post(client, port, "nap" + i));
			}
			for (CompletableFuture<HttpResponse<String>> answer : answers) {
				assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			}
			await().until(() -> host.napped.get() == 40);
			assertThat(host.mostAtOnce).hasValue(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void interruptThatAListenerLeavesReachesNeitherAnswerNorConnection(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			int port = ServletServer.port(context);
			awaitDirect(context.getBean(Host.class), port);
			try (RawHttp client = new RawHttp(port)) {
				for (int i = 0; i < 20; i++) {
					client.send(ServletServer.notification("interrupt" + i));
					assertThat(client.receive(false).status()).isEqualTo(200);
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void requestWhoseThreadHasATransactionIsNotDirect(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			Host host = context.getBean(Host.class);
			int port = ServletServer.port(context);
			awaitDirect(host, port);
			host.transactional = true;
			host.seen.clear();
			for (int i = 0; i < 20; i++) {
				assertThat(RawHttp.exchange(port, ServletServer.notification("tx" + i)).status()).isEqualTo(200);
			}
			assertThat(host.seen).hasSize(20)
				.allSatisfy((seen) -> assertThat(seen.thread()).startsWith("zonitel-sms-"))
				.allSatisfy((seen) -> assertThat(seen.context()).isEqualTo(CONTEXT));
		}
	}

	/**
	 * Begin a request that is received on a thread of the server.
	 * @return the client, or {@code null} if the machine was too busy just now
	 */
	private static @Nullable RawHttp stall(Host host, int port, SmsWebhookReceiver receiver) throws IOException {
		awaitDirect(host, port);
		RawHttp client = new RawHttp(port);
		client.send(RawHttp.bytes(ServletServer.head(TARGET, 1_000) + "{"));
		try {
			await().atMost(Duration.ofSeconds(1)).until(() -> receiver.getHeldThreads() == 1);
			return client;
		}
		catch (ConditionTimeoutException ex) {
			client.close();
			return null;
		}
	}

	private static void awaitDirect(Host host, int port) {
		AtomicInteger count = new AtomicInteger();
		await().pollInterval(Duration.ofMillis(20)).until(() -> {
			String id = "warm" + count.incrementAndGet();
			assertThat(RawHttp.exchange(port, ServletServer.notification(id)).status()).isEqualTo(200);
			return count.get() > 20 && !host.seen.get(host.seen.size() - 1).thread().startsWith("zonitel-sms-");
		});
	}

	private static boolean isDirect(List<String> threads) {
		return !threads.get(threads.size() - 1).startsWith("zonitel-sms-");
	}

	private static CompletableFuture<HttpResponse<String>> post(HttpClient client, int port, String id) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + TARGET))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(20))
			.POST(HttpRequest.BodyPublishers.ofString(ServletServer.body(id)))
			.build();
		return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String context() {
		return "MDC " + MDC.get("caller") + ", request attributes " + RequestContextHolder.getRequestAttributes()
				+ ", locale " + LocaleContextHolder.getLocaleContext() + ", user "
				+ SecurityContextHolder.getContext().getAuthentication().getName() + ", resources "
				+ TransactionSynchronizationManager.getResourceMap();
	}

	/**
	 * What a listener sees of its thread.
	 */
	private record Seen(String thread, String context) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private final CountDownLatch released = new CountDownLatch(1);

		private final List<Seen> seen = new CopyOnWriteArrayList<>();

		private final List<String> afterwards = new CopyOnWriteArrayList<>();

		private final List<String> mdcAfterwards = new CopyOnWriteArrayList<>();

		private final List<String> hangingThreads = new CopyOnWriteArrayList<>();

		private final AtomicInteger hung = new AtomicInteger();

		private final AtomicInteger napped = new AtomicInteger();

		private final AtomicInteger atOnce = new AtomicInteger();

		private final AtomicInteger mostAtOnce = new AtomicInteger();

		private volatile boolean transactional;

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			this.mostAtOnce.accumulateAndGet(this.atOnce.incrementAndGet(), Math::max);
			String thread = Thread.currentThread().getName();
			this.seen.add(new Seen(thread, context()));
			MDC.put("caller", "listener");
			if (event.notificationId().startsWith("hang")) {
				this.hangingThreads.add(thread);
				this.released.await(30, TimeUnit.SECONDS);
				this.hung.incrementAndGet();
			}
			if (event.notificationId().startsWith("nap")) {
				TimeUnit.MILLISECONDS.sleep(20);
				this.napped.incrementAndGet();
			}
			if (event.notificationId().startsWith("interrupt")) {
				Thread.currentThread().interrupt();
			}
			this.atOnce.decrementAndGet();
		}

		// as close to the handler as a filter can be
		@Bean
		FilterRegistrationBean<Filter> bindingFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				Object key = new Object();
				MDC.put("caller", "request");
				SecurityContextHolder
					.setContext(new SecurityContextImpl(new TestingAuthenticationToken("user", "none")));
				LocaleContextHolder.setLocale(Locale.JAPAN);
				boolean transactional = this.transactional;
				if (transactional) {
					TransactionSynchronizationManager.bindResource(key, "resource");
				}
				try {
					chain.doFilter(request, response);
					this.afterwards
						.add(((RequestContextHolder.getRequestAttributes() != null) ? "request attributes" : "-") + ", "
								+ SecurityContextHolder.getContext().getAuthentication().getName());
					this.mdcAfterwards.add(MDC.get("caller"));
				}
				finally {
					if (transactional) {
						TransactionSynchronizationManager.unbindResource(key);
					}
					MDC.clear();
					SecurityContextHolder.clearContext();
				}
			});
			registration.setAsyncSupported(true);
			return registration;
		}

	}

}
