package com.zonitel.sms.webhook;

import java.util.concurrent.atomic.AtomicBoolean;

import com.zonitel.sms.SmsEvent;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for answers that cannot be written on Netty for lack of memory.
 */
class ScarceMemoryTests {

	@Test
	void connectionEndsAtTheDeadlineAndTheNextNotificationIsAcknowledged() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(Host.class, "--server.port=0",
				"--spring.main.web-application-type=reactive", "--zonitel.sms.webhook.acknowledge-within=1s",
				"--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET)) {
			int port = ServletServer.port(context);
			try (RawHttp client = new RawHttp(port)) {
				client.send(ServletServer.notification("1"));
				assertThat(client.awaitClose(10_000)).isTrue();
			}
			assertThat(context.getBean(Host.class).exhausted).isTrue();
			assertThat(RawHttp.exchange(port, ServletServer.notification("2")).status()).isEqualTo(200);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private final AtomicBoolean exhausted = new AtomicBoolean();

		@EventListener
		void on(SmsEvent event) {
		}

		@Bean
		WebFilter exhaustingFilter() {
			return (exchange, chain) -> chain
				.filter(exchange.mutate().response(new ExhaustedResponse(exchange.getResponse())).build());
		}

		/**
		 * Response that throws an {@link OutOfMemoryError} the first time.
		 */
		private final class ExhaustedResponse extends ServerHttpResponseDecorator {

			ExhaustedResponse(ServerHttpResponse response) {
				super(response);
			}

			@Override
			public boolean setStatusCode(HttpStatusCode status) {
				if (Host.this.exhausted.compareAndSet(false, true)) {
					throw new OutOfMemoryError("test");
				}
				return super.setStatusCode(status);
			}

		}

	}

}
