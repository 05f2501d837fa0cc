package com.zonitel.sms.inbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.zonitel.sms.FailingAppender;
import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsStatusEvent;
import com.zonitel.sms.inbox.jdbc.JdbcSmsInbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what becomes of the notification of a listener that fails, whatever it
 * throws: the same with each inbox and on each web stack.
 */
@ParameterizedClass
@EnumSource(names = { "SERVLET", "REACTIVE" })
class FailingListenerTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext memory;

	private static ConfigurableApplicationContext jdbc;

	FailingListenerTests(WebApplicationType stack) {
	}

	@BeforeParameterizedClassInvocation
	static void start(WebApplicationType stack) {
		memory = run(stack, "memory");
		jdbc = run(stack, "jdbc");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		memory.close();
		jdbc.close();
	}

	private static ConfigurableApplicationContext run(WebApplicationType stack, String inbox) {
		return new SpringApplicationBuilder(Listener.class).web(stack)
			.run("--server.port=0", "--zonitel.sms.webhook.secrets=" + SECRET, "--zonitel.sms.inbox.type=" + inbox,
					"--zonitel.sms.inbox.concurrency=1", "--zonitel.sms.inbox.retry.max-attempts=2",
					"--zonitel.sms.inbox.retry.initial-delay=10ms", "--zonitel.sms.inbox.jdbc.polling-interval=100ms",
					"--spring.datasource.generate-unique-name=true");
	}

	@ParameterizedTest
	@EnumSource
	void inMemoryItIsAnswered500AndHeardAgain(Failure failure) throws Exception {
		failTwiceInMemory(failure.name(), failure);
	}

	@Test
	void inMemoryItIsAnswered500AndHeardAgainAlthoughLoggingFails() throws Exception {
		try (FailingAppender appender = FailingAppender.attach(MemorySmsInbox.class.getName())) {
			assertThat(appender.isStarted()).isTrue();
			failTwiceInMemory("unlogged", Failure.EXCEPTION);
		}
	}

	private static void failTwiceInMemory(String id, Failure failure) throws Exception {
		Listener listener = Listener.of(memory, failure);
		assertThat(post(memory, id)).isEqualTo(500);
		assertThat(post(memory, id)).isEqualTo(500);
		assertThat(memory.getBean(SmsInbox.class).status().pending()).isZero();
		listener.failure = null;
		assertThat(post(memory, id)).isEqualTo(200);
		assertThat(listener.mdc).containsExactly("none", "none", "none");
	}

	@ParameterizedTest
	@EnumSource
	void inTheDatabaseItIsHeardAgainAndBecomesADeadLetter(Failure failure) throws Exception {
		failTwiceInTheDatabase(failure.name(), failure);
	}

	@Test
	void inTheDatabaseItIsHeardAgainAndBecomesADeadLetterAlthoughLoggingFails() throws Exception {
		try (FailingAppender appender = FailingAppender.attach(JdbcSmsInbox.class.getName())) {
			assertThat(appender.isStarted()).isTrue();
			failTwiceInTheDatabase("unlogged", Failure.EXCEPTION);
		}
	}

	private static void failTwiceInTheDatabase(String id, Failure failure) throws Exception {
		Listener listener = Listener.of(jdbc, failure);
		assertThat(post(jdbc, id)).isEqualTo(200);
		SmsDeadLetters deadLetters = jdbc.getBean(SmsDeadLetters.class);
		await().untilAsserted(() -> assertThat(deadLetters.list(10)).hasSize(1));
		assertThat(listener.mdc).containsExactly("none", "none");
		assertThat(deadLetters.discard(deadLetters.list(10).get(0).notificationId())).isTrue();
	}

	private static int post(ConfigurableApplicationContext context, String id)
			throws IOException, InterruptedException {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + port + "/webhooks/zonitel/sms?token=" + SECRET))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"status\":\"sent\",\"data\":{\"id\":\"%s\"}}".formatted(id)))
			.build();
		return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
	}

	enum Failure {

		EXCEPTION((event) -> {
			throw new IllegalStateException();
		}),

		CHECKED((event) -> sneakyThrow(new IOException())),

		ERROR((event) -> {
			throw new StackOverflowError();
		}),

		CLASS_CAST((event) -> ((SmsDeliveredEvent) event).isTerminal()),

		CLASS_CAST_WITHOUT_MESSAGE((event) -> {
			throw new ClassCastException();
		}),

		UNREADABLE((event) -> {
			throw new UnreadableException();
		});

		private final Consumer<SmsEvent> action;

		Failure(Consumer<SmsEvent> action) {
			this.action = action;
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
			throw (T) failure;
		}

	}

	/**
	 * Exception that throws whatever is asked of it.
	 */
	private static final class UnreadableException extends RuntimeException {

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("cause");
		}

		@Override
		public String getMessage() {
			throw new IllegalStateException("message");
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			throw new IllegalStateException("stack trace");
		}

	}

	/**
	 * Listener that leaves something in the MDC and fails, as long as it is told to.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listener {

		private final List<String> mdc = new CopyOnWriteArrayList<>();

		private volatile @Nullable Failure failure;

		static Listener of(ConfigurableApplicationContext context, Failure failure) {
			Listener listener = context.getBean(Listener.class);
			listener.mdc.clear();
			listener.failure = failure;
			return listener;
		}

		@EventListener
		void on(SmsStatusEvent event) {
			String left = MDC.get("left");
			this.mdc.add((left != null) ? left : "none");
			MDC.put("left", event.notificationId());
			Failure failure = this.failure;
			if (failure != null) {
				failure.action.accept(event);
			}
		}

	}

}
