package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.SmsEvent;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for reactive hosts with a filter that blocks when an exchange ends.
 */
class BlockingReactiveFilterTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	@Test
	void delaysNobodyElsesDeadline() throws Exception {
		List<RawHttp> clients = new ArrayList<>();
		try (ConfigurableApplicationContext context = SpringApplication.run(Host.class, "--server.port=0",
				"--spring.main.web-application-type=reactive", "--zonitel.sms.webhook.acknowledge-within=1s",
				"--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET)) {
			Host host = context.getBean(Host.class);
			int port = ServletServer.port(context);
			for (int i = 0; i < 3; i++) {
				RawHttp client = new RawHttp(port);
				clients.add(client);
				client.send(RawHttp.bytes(ServletServer.head(TARGET, 1_000) + "{"));
			}
			for (RawHttp client : clients) {
				assertThat(client.receive(false).status()).isEqualTo(503);
			}
			await().until(() -> host.blocked.get() == 3);
			long start = System.nanoTime();
			assertThat(RawHttp.exchange(port, ServletServer.notification("hang")).status()).isEqualTo(200);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
			assertThat(host.released.getCount()).isEqualTo(1);
			host.released.countDown();
		}
		finally {
			for (RawHttp client : clients) {
				client.close();
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private final CountDownLatch released = new CountDownLatch(1);

		private final AtomicInteger blocked = new AtomicInteger();

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			this.released.await(30, TimeUnit.SECONDS);
		}

		@Bean
		WebFilter blockingFilter() {
			return (exchange, chain) -> chain.filter(exchange).doFinally((signal) -> {
				this.blocked.incrementAndGet();
				try {
					this.released.await(30, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
		}

	}

}
