package com.zonitel.sms.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for hosts with a filter that writes to the response once the handler has
 * returned, which for an asynchronous request is before the webhook has answered.
 */
@ExtendWith(OutputCaptureExtension.class)
class ResponseFilterTests {

	private static final String TARGET = WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET;

	static Stream<Arguments> hosts() {
		return hostsWithFewThreads()
			.flatMap((host) -> Stream.of(3, 64).map((threads) -> Arguments.of(host.get()[0], host.get()[1], threads)));
	}

	static Stream<Arguments> hostsWithFewThreads() {
		return Stream.of(ServletServer.values())
			.flatMap((server) -> Stream.of(ResponseFilter.values())
				.filter((filter) -> filter != ResponseFilter.FLUSHES)
				.map((filter) -> Arguments.of(server, filter)));
	}

	private static ConfigurableApplicationContext run(ServletServer server, ResponseFilter filter, int threads) {
		return run(Host.class, server, filter, threads);
	}

	private static ConfigurableApplicationContext run(Class<?> host, ServletServer server, ResponseFilter filter,
			int threads, String... arguments) {
		return server.run(host, Math.max(threads, (server == ServletServer.JETTY) ? 7 : 3),
				Stream
					.concat(Stream.of("--zonitel.sms.webhook.acknowledge-within=2s", "--filter=" + filter),
							Stream.of(arguments))
					.toArray(String[]::new));
	}

	@ParameterizedTest
	@MethodSource("hosts")
	void nothingIsAcknowledgedBeforeItIsHandled(ServletServer server, ResponseFilter filter, int threads)
			throws Exception {
		try (ConfigurableApplicationContext context = run(server, filter, threads)) {
			int port = ServletServer.port(context);
			Host host = context.getBean(Host.class);
			assertThat(RawHttp.exchange(port, ServletServer.notification("quick")).status()).isEqualTo(200);
			assertThat(RawHttp.exchange(port, ServletServer.notification("fail")).status()).isEqualTo(500);
			try (RawHttp client = new RawHttp(port)) {
				client.send(RawHttp.bytes(ServletServer.head(TARGET, 10_000) + "{"));
				assertThat(client.receive(false).status()).isEqualTo(503);
			}
			try (RawHttp client = new RawHttp(port)) {
				client.send(ServletServer.notification("hang"));
				await().until(() -> host.hung.get() == 1);
				host.released.countDown();
				assertThat(client.receive(false).status()).isEqualTo(500);
			}
			assertThat(RawHttp.exchange(port, ServletServer.notification("last")).status()).isEqualTo(200);
			assertThat(host.handled).hasValue(2);
		}
	}

	@ParameterizedTest
	@MethodSource("hosts")
	void filterMayWriteAfterTheAnswer(ServletServer server, ResponseFilter filter, int threads, CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext context = run(server, filter, threads);
				RawHttp client = new RawHttp(ServletServer.port(context))) {
			for (int i = 0; i < 10; i++) {
				client.send(ServletServer.notification("quick" + i));
				assertThat(client.receive(false).status()).isEqualTo(200);
			}
			assertThat(RawHttp.exchange(ServletServer.port(context), ServletServer.notification("quick")).status())
				.isEqualTo(200);
			assertThat(output).doesNotContain("Exception");
		}
	}

	@ParameterizedTest
	@MethodSource("hostsWithFewThreads")
	void answerMayComeWhileTheRequestIsStillHandedOver(ServletServer server, ResponseFilter filter,
			CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(HostWithHastyInbox.class, server, filter, 3,
				"--server.http2.enabled=true")) {
			int port = ServletServer.port(context);
			try (RawHttp client = new RawHttp(port)) {
				for (int i = 0; i < 3; i++) {
					client.send(ServletServer.notification("quick" + i));
					assertThat(client.receive(false).status()).isEqualTo(200);
				}
			}
			HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
			for (int i = 0; i < 3; i++) {
				HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + TARGET))
					.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString(ServletServer.body("quick" + i)))
					.timeout(Duration.ofSeconds(20))
					.build();
				assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
			}
			assertThat(output).doesNotContain("Exception");
		}
	}

	@ParameterizedTest
	@EnumSource
	void filterThatReplacesTheResponseIsWarnedOfOnce(ServletServer server, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(server, ResponseFilter.TRANSFORMS, 3)) {
			int port = ServletServer.port(context);
			assertThat(RawHttp.exchange(port, ServletServer.notification("first")).status()).isEqualTo(200);
			assertThat(RawHttp.exchange(port, ServletServer.notification("second")).status()).isEqualTo(200);
			assertThat(output).containsOnlyOnce("replaces the response of the SMS webhook");
		}
	}

	@ParameterizedTest
	@EnumSource
	void filterThatOnlyFlushesIsNoticedAndAwaitedFromThenOn(ServletServer server, CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext context = run(server, ResponseFilter.FLUSHES, 3)) {
			int port = ServletServer.port(context);
			for (int status : List.of(200, 503, 503)) {
				try (RawHttp client = new RawHttp(port)) {
					client.send(RawHttp.bytes(ServletServer.head(TARGET, 10_000) + "{"));
					assertThat(client.receive(false).status()).isEqualTo(status);
					await().until(() -> output.toString().contains("has sent a 200"));
				}
			}
			assertThat(RawHttp.exchange(port, ServletServer.notification("quick")).status()).isEqualTo(200);
			assertThat(output).containsOnlyOnce("has sent a 200 for a request to the SMS webhook");
		}
	}

	/**
	 * Filters as people post them.
	 */
	enum ResponseFilter implements Filter {

		/**
		 * Sends what the handler has written, in another form.
		 */
		TRANSFORMS {

			@Override
			void doFilter(ServletRequest request, HttpServletResponse response, FilterChain chain)
					throws IOException, ServletException {
				BufferedResponse buffered = new BufferedResponse(response);
				chain.doFilter(request, buffered);
				response.getOutputStream().write(("<" + buffered.bytes + ">").getBytes());
				response.getOutputStream().flush();
			}

		},

		/**
		 * Sends what the handler has written in several parts.
		 */
		COMPRESSES {

			@Override
			void doFilter(ServletRequest request, HttpServletResponse response, FilterChain chain)
					throws IOException, ServletException {
				BufferedResponse buffered = new BufferedResponse(response);
				chain.doFilter(request, buffered);
				try (OutputStream compressed = new GZIPOutputStream(response.getOutputStream())) {
					buffered.bytes.writeTo(compressed);
				}
			}

		},

		/**
		 * Sends what the handler has written by the response's writer.
		 */
		WRITES_TEXT {

			@Override
			void doFilter(ServletRequest request, HttpServletResponse response, FilterChain chain)
					throws IOException, ServletException {
				BufferedResponse buffered = new BufferedResponse(response);
				chain.doFilter(request, buffered);
				response.getWriter().write("<" + buffered.bytes + ">");
			}

		},

		/**
		 * Takes the response's writer.
		 */
		USES_WRITER {

			@Override
			void doFilter(ServletRequest request, HttpServletResponse response, FilterChain chain)
					throws IOException, ServletException {
				PrintWriter writer = response.getWriter();
				chain.doFilter(request, new HttpServletResponseWrapper(response) {

					@Override
					public PrintWriter getWriter() {
						return writer;
					}

				});
				writer.flush();
			}

		},

		/**
		 * Flushes the response.
		 */
		FLUSHES {

			@Override
			void doFilter(ServletRequest request, HttpServletResponse response, FilterChain chain)
					throws IOException, ServletException {
				chain.doFilter(request, response);
				response.flushBuffer();
			}

		};

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			doFilter(request, (HttpServletResponse) response, chain);
		}

		abstract void doFilter(ServletRequest request, HttpServletResponse response, FilterChain chain)
				throws IOException, ServletException;

	}

	static class BufferedResponse extends HttpServletResponseWrapper {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		BufferedResponse(HttpServletResponse response) {
			super(response);
		}

		@Override
		public ServletOutputStream getOutputStream() {
			return new ServletOutputStream() {

				@Override
				public void write(int b) {
					BufferedResponse.this.bytes.write(b);
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setWriteListener(WriteListener listener) {
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private final CountDownLatch released = new CountDownLatch(1);

		private final AtomicInteger hung = new AtomicInteger();

		private final AtomicInteger handled = new AtomicInteger();

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			if (event.notificationId().startsWith("hang")) {
				this.hung.incrementAndGet();
				this.released.await(30, TimeUnit.SECONDS);
				throw new IllegalStateException();
			}
			if (event.notificationId().startsWith("fail")) {
				throw new IllegalStateException();
			}
			this.handled.incrementAndGet();
		}

		@Bean
		FilterRegistrationBean<Filter> responseFilter(Environment environment) {
			return new FilterRegistrationBean<>(environment.getRequiredProperty("filter", ResponseFilter.class));
		}

	}

	/**
	 * Host with an inbox whose receipt completes on another thread while the notification
	 * is still being handed over.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Host.class)
	static class HostWithHastyInbox {

		@Bean
		SmsInbox hastyInbox() {
			return (notification) -> new HastyReceipt();
		}

	}

	private static final class HastyReceipt extends CompletableFuture<Receipt> {

		@Override
		public CompletableFuture<Receipt> whenComplete(BiConsumer<? super Receipt, ? super Throwable> action) {
			CompletableFuture<Receipt> next = super.whenComplete(action);
			CompletableFuture.runAsync(() -> complete(Receipt.ACCEPTED)).join();
			return next;
		}

	}

}
