package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.SmsEvent;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for hosts with a filter that does not support asynchronous requests.
 */
@ExtendWith(OutputCaptureExtension.class)
class BlockingFilterTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	private static ConfigurableApplicationContext run(ServletServer server) {
		return server.run(Host.class, "--zonitel.sms.webhook.acknowledge-within=2s");
	}

	@ParameterizedTest
	@EnumSource
	void strangersHoldNoThread(ServletServer server) throws Exception {
		List<RawHttp> strangers = new ArrayList<>();
		try (ConfigurableApplicationContext context = run(server)) {
			int port = ServletServer.port(context);
			for (int i = 0; i < 40; i++) {
				RawHttp stranger = new RawHttp(port);
				strangers.add(stranger);
				stranger.send(RawHttp.bytes(ServletServer.head(WebhookContractRows.PATH, 1_000) + "{"));
			}
			for (RawHttp stranger : strangers) {
				assertThat(stranger.receive(false).status()).isEqualTo(401);
			}
			long start = System.nanoTime();
			assertThat(RawHttp.exchange(port, RawHttp.bytes("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n")).status())
				.isEqualTo(200);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
			for (RawHttp stranger : strangers) {
				assertThat(stranger.awaitClose(4_000)).isTrue();
			}
		}
		finally {
			for (RawHttp stranger : strangers) {
				stranger.close();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void callerWhoseBodyStallsIsAnsweredAtTheDeadline(ServletServer server, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			int port = ServletServer.port(context);
			for (int i = 0; i < 3; i++) {
				try (RawHttp client = new RawHttp(port)) {
					client.send(RawHttp.bytes(ServletServer.head(TARGET, 1_000) + "{"));
					RawHttp.Response response = client.receive(false);
					assertThat(response.status()).isEqualTo(503);
					assertThat(response.headers()).containsEntry("connection", "close").containsKey("retry-after");
				}
			}
			assertThat(RawHttp.exchange(port, ServletServer.notification("quick")).status()).isEqualTo(200);
			assertThat(output).containsOnlyOnce("does not support asynchronous requests");
			assertThat(output).doesNotContain("ERROR");
		}
	}

	@ParameterizedTest
	@EnumSource
	void bodyThatIsCompleteAfterTheDeadlineIsNotHandledAndTheConnectionEnds(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			int port = ServletServer.port(context);
			String body = ServletServer.body("late");
			try (RawHttp client = new RawHttp(port)) {
				client.send(RawHttp.bytes(ServletServer.head(TARGET, body.length()) + body.substring(0, 9)));
				assertThat(client.receive(false).status()).isEqualTo(503);
				client.send(RawHttp.bytes(body.substring(9)));
				assertThat(client.awaitClose(10_000)).isTrue();
			}
			assertThat(RawHttp.exchange(port, ServletServer.notification("quick")).status()).isEqualTo(200);
			assertThat(context.getBean(Host.class).events).hasValue(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void hungListenerIsAcknowledgedAtTheDeadlineAndTheConnectionStays(ServletServer server) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			Host host = context.getBean(Host.class);
			try (RawHttp client = new RawHttp(ServletServer.port(context))) {
				client.send(ServletServer.notification("hang"));
				assertThat(client.receive(false).status()).isEqualTo(200);
				client.send(ServletServer.notification("quick"));
				assertThat(client.receive(false).status()).isEqualTo(200);
				await().until(() -> host.events.get() == 1);
			}
			finally {
				host.released.countDown();
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Host {

		private final CountDownLatch released = new CountDownLatch(1);

		private final AtomicInteger events = new AtomicInteger();

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			if (event.notificationId().startsWith("hang")) {
				this.released.await(30, TimeUnit.SECONDS);
			}
			this.events.incrementAndGet();
		}

		@GetMapping("/ping")
		String ping() {
			return "";
		}

		@Bean
		FilterRegistrationBean<Filter> blockingFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(
					(request, response, chain) -> chain.doFilter(request, response));
			registration.setAsyncSupported(false);
			return registration;
		}

	}

}
