package com.zonitel.sms.webhook;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.SmsEvent;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for hosts that are stopped while the listener of a notification runs that was
 * acknowledged at the deadline.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTests {

	@ParameterizedTest
	@CsvSource({ "TOMCAT,immediate", "TOMCAT,graceful", "JETTY,immediate", "JETTY,graceful" })
	void listenerOfAnAcknowledgedNotificationIsFinished(ServletServer server, String shutdown, CapturedOutput output)
			throws Exception {
		ConfigurableApplicationContext context = server.run(Host.class, 64,
				"--zonitel.sms.webhook.acknowledge-within=1s", "--server.shutdown=" + shutdown);
		Host host = context.getBean(Host.class);
		CompletableFuture<Void> closed;
		try {
			int port = ServletServer.port(context);
			for (int i = 0; i < 20; i++) {
				assertThat(RawHttp.exchange(port, ServletServer.notification("quick" + i)).status()).isEqualTo(200);
			}
			assertThat(RawHttp.exchange(port, ServletServer.notification("hang")).status()).isEqualTo(200);
		}
		finally {
			closed = CompletableFuture.runAsync(context::close);
		}
		await().until(() -> host.interrupted.get() > 0
				|| output.toString().contains("Waiting for the listeners of 1 SMS notification(s)")
				|| output.toString().contains("Waiting for active requests to complete"));
		host.released.countDown();
		closed.get(30, TimeUnit.SECONDS);
		assertThat(host.interrupted).hasValue(0);
		assertThat(host.handled).hasValue(21);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private final CountDownLatch released = new CountDownLatch(1);

		private final AtomicInteger interrupted = new AtomicInteger();

		private final AtomicInteger handled = new AtomicInteger();

		@EventListener
		void on(SmsEvent event) {
			if (event.notificationId().startsWith("hang")) {
				try {
					this.released.await(30, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					this.interrupted.incrementAndGet();
					return;
				}
			}
			this.handled.incrementAndGet();
		}

	}

}
