package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zonitel.sms.SmsEvent;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
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

/**
 * Tests for hosts with a filter that does not support asynchronous requests.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class BlockingFilterTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	private static ConfigurableApplicationContext context;

	private final ServletServer server;

	private final Host host = context.getBean(Host.class);

	private final int port = ServletServer.port(context);

	BlockingFilterTests(ServletServer server) {
		this.server = server;
	}

	@BeforeParameterizedClassInvocation
	static void start(ServletServer server) {
		context = run(server);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		context.close();
	}

	private static ConfigurableApplicationContext run(ServletServer server) {
		return server.run(Host.class, "--zonitel.sms.webhook.acknowledge-within=2s");
	}

	@Test
	void strangersHoldNoThread() throws Exception {
		List<RawHttp> strangers = new ArrayList<>();
		try {
			for (int i = 0; i < 40; i++) {
				RawHttp stranger = new RawHttp(this.port);
				strangers.add(stranger);
				stranger.send(RawHttp.bytes(ServletServer.head(WebhookContractRows.PATH, 1_000) + "{"));
			}
			for (RawHttp stranger : strangers) {
				assertThat(stranger.receive(false).status()).isEqualTo(401);
			}
			long start = System.nanoTime();
			assertThat(RawHttp.exchange(this.port, RawHttp.bytes("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"))
				.status()).isEqualTo(200);
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

	@Test
	void callersWhoseBodiesStallAreAnsweredAtTheDeadlineAndWarnedOfOnce(CapturedOutput output) throws Exception {
		List<RawHttp> clients = new ArrayList<>();
		try (ConfigurableApplicationContext fresh = run(this.server)) {
			int port = ServletServer.port(fresh);
			for (int i = 0; i < 2; i++) {
				RawHttp client = new RawHttp(port);
				clients.add(client);
				client.send(RawHttp.bytes(ServletServer.head(TARGET, 1_000) + "{"));
			}
			for (RawHttp client : clients) {
				RawHttp.Response response = client.receive(false);
				assertThat(response.status()).isEqualTo(503);
				assertThat(response.headers()).containsEntry("connection", "close").containsKey("retry-after");
				client.close();
			}
			assertThat(RawHttp.exchange(port, ServletServer.notification("quick")).status()).isEqualTo(200);
		}
		finally {
			for (RawHttp client : clients) {
				client.close();
			}
		}
		assertThat(output).containsOnlyOnce("does not support asynchronous requests").doesNotContain("ERROR");
	}

	@Test
	void bodyThatIsCompleteAfterTheDeadlineIsNotHandledAndTheConnectionEnds() throws Exception {
		String body = ServletServer.body("late");
		try (RawHttp client = new RawHttp(this.port)) {
			client.send(RawHttp.bytes(ServletServer.head(TARGET, body.length()) + body.substring(0, 9)));
			assertThat(client.receive(false).status()).isEqualTo(503);
			client.send(RawHttp.bytes(body.substring(9)));
			assertThat(client.awaitClose(10_000)).isTrue();
		}
		assertThat(RawHttp.exchange(this.port, ServletServer.notification("after")).status()).isEqualTo(200);
		assertThat(this.host.heard).contains("after:received").doesNotContain("late:received");
	}

	@Test
	void hungListenerIsAcknowledgedAtTheDeadlineAndTheConnectionStays() throws Exception {
		try (RawHttp client = new RawHttp(this.port)) {
			client.send(ServletServer.notification("hang"));
			assertThat(client.receive(false).status()).isEqualTo(200);
			client.send(ServletServer.notification("beside"));
			assertThat(client.receive(false).status()).isEqualTo(200);
			assertThat(this.host.heard).contains("beside:received").doesNotContain("hang:received");
		}
		finally {
			this.host.released.countDown();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Host {

		private final CountDownLatch released = new CountDownLatch(1);

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			if (event.notificationId().startsWith("hang")) {
				this.released.await(30, TimeUnit.SECONDS);
			}
			this.heard.add(event.notificationId());
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
