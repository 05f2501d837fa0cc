package com.zonitel.sms.inbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsStatusEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of the notification of a listener that fails, whatever it
 * throws: the same with each inbox and on each web stack.
 */
class FailingListenerTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	@ParameterizedTest
	@CsvSource({ "SERVLET,EXCEPTION", "SERVLET,CHECKED", "SERVLET,ERROR", "SERVLET,CLASS_CAST",
			"SERVLET,CLASS_CAST_WITHOUT_MESSAGE", "REACTIVE,EXCEPTION", "REACTIVE,CHECKED", "REACTIVE,ERROR",
			"REACTIVE,CLASS_CAST", "REACTIVE,CLASS_CAST_WITHOUT_MESSAGE" })
	void inMemoryItIsAnswered500AndHeardAgain(WebApplicationType stack, Failure failure) throws Exception {
		try (ConfigurableApplicationContext context = run(stack, "memory")) {
			Listener listener = context.getBean(Listener.class);
			listener.failure = failure;
			assertThat(post(context)).isEqualTo(500);
			assertThat(post(context)).isEqualTo(500);
			listener.failure = Failure.NONE;
			assertThat(post(context)).isEqualTo(200);
			assertThat(listener.calls).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,EXCEPTION", "SERVLET,CHECKED", "SERVLET,ERROR", "SERVLET,CLASS_CAST",
			"SERVLET,CLASS_CAST_WITHOUT_MESSAGE", "REACTIVE,EXCEPTION", "REACTIVE,CHECKED", "REACTIVE,ERROR",
			"REACTIVE,CLASS_CAST", "REACTIVE,CLASS_CAST_WITHOUT_MESSAGE" })
	void inTheDatabaseItIsHeardAgainAndBecomesADeadLetter(WebApplicationType stack, Failure failure) throws Exception {
		try (ConfigurableApplicationContext context = run(stack, "jdbc")) {
			Listener listener = context.getBean(Listener.class);
			listener.failure = failure;
			assertThat(post(context)).isEqualTo(200);
			SmsDeadLetters deadLetters = context.getBean(SmsDeadLetters.class);
			Awaitility.await().untilAsserted(() -> assertThat(deadLetters.list(10)).hasSize(1));
			assertThat(listener.calls).isEqualTo(2);
		}
	}

	private static ConfigurableApplicationContext run(WebApplicationType stack, String inbox) {
		return new SpringApplicationBuilder(Listener.class).web(stack)
			.run("--server.port=0", "--zonitel.sms.webhook.secrets=" + SECRET, "--zonitel.sms.inbox.type=" + inbox,
					"--zonitel.sms.inbox.retry.max-attempts=2", "--zonitel.sms.inbox.retry.initial-delay=10ms",
					"--spring.datasource.generate-unique-name=true");
	}

	private static int post(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + port + "/webhooks/zonitel/sms?token=" + SECRET))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"status\":\"sent\",\"data\":{\"id\":\"1\"}}"))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
	}

	enum Failure {

		NONE((event) -> {
		}),

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

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listener {

		private volatile Failure failure = Failure.NONE;

		private volatile int calls;

		@EventListener
		void on(SmsStatusEvent event) {
			this.calls++;
			this.failure.action.accept(event);
		}

	}

}
