package com.zonitel.sms.autoconfigure;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import jakarta.servlet.Filter;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the webhook of a servlet host, over a real Tomcat.
 */
class ServletWebhookTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String PATH = "/webhooks/zonitel/sms";

	private static final String JSON = """
			{"status":"received","data":{"id":"1","segments":1,"direction":"inbound","messageText":"Hi","from":"+1",\
			"to":"+2","medias":[]},"message":"SMS message received successfully"}""";

	@Test
	void notificationReachesListenersOnce() throws Exception {
		try (Host host = new Host()) {
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(200);
			HttpResponse<String> duplicate = host.post(PATH + "?token=" + SECRET, JSON);
			assertThat(duplicate.statusCode()).isEqualTo(200);
			assertThat(duplicate.body()).isEmpty();
			assertThat(duplicate.headers().firstValue("Cache-Control")).hasValue("no-store");
			assertThat(host.events()).singleElement().isInstanceOf(SmsReceivedEvent.class);
		}
	}

	@Test
	void hostJacksonSettingsDoNotMatter() throws Exception {
		try (Host host = new Host("--spring.jackson.property-naming-strategy=SNAKE_CASE",
				"--spring.jackson.deserialization.fail-on-unknown-properties=true")) {
			assertThat(host.post(PATH + "?token=" + SECRET, JSON.replace("{\"id\"", "{\"new\":1,\"id\"")).statusCode())
				.isEqualTo(200);
			assertThat(host.events()).singleElement()
				.isInstanceOfSatisfying(SmsReceivedEvent.class,
						(event) -> assertThat(event.message().text()).isEqualTo("Hi"));
		}
	}

	@Test
	void strangersAndBadRequestsAreRefused() throws Exception {
		try (Host host = new Host()) {
			HttpResponse<String> stranger = host.post(PATH + "?token=wrong", JSON);
			assertThat(stranger.statusCode()).isEqualTo(401);
			assertThat(stranger.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
			assertThat(stranger.body()).isEqualTo("{\"code\":401,\"message\":\"Authentication required\"}");
			assertThat(host.post(PATH, JSON).statusCode()).isEqualTo(401);
			assertThat(host.post(PATH + "?token=" + SECRET, "[]").statusCode()).isEqualTo(400);
			assertThat(host.post(PATH + "?token=" + SECRET, " ".repeat(70_000) + "{}").statusCode()).isEqualTo(413);
			assertThat(host.send("GET", PATH + "?token=" + SECRET, "").statusCode()).isEqualTo(405);
			assertThat(host.events()).isEmpty();
			assertThat(host.post(PATH + "?token=" + SECRET, "{}").statusCode()).isEqualTo(200);
			assertThat(host.events()).singleElement().isInstanceOf(SmsUnrecognizedEvent.class);
		}
	}

	@Test
	void secretMayBeASegmentOfThePath() throws Exception {
		try (Host host = new Host("--zonitel.sms.webhook.secret-location=path")) {
			assertThat(host.post(PATH + "/" + SECRET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.post(PATH + "/wrong", JSON).statusCode()).isEqualTo(401);
			assertThat(host.events()).hasSize(1);
		}
	}

	@Test
	void failingListenerLeadsTo500SoThatTheNotificationComesAgain() throws Exception {
		try (Host host = new Host()) {
			host.listeners().failOnce = true;
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(500);
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.events()).hasSize(1);
		}
	}

	@Test
	void copyOfTheBodyThatAFilterHasMadeIsRead() throws Exception {
		try (Host host = new Host("--copying-filter=true")) {
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.post(PATH + "?token=" + SECRET, "[]").statusCode()).isEqualTo(400);
			assertThat(
					host.post(PATH + "?token=" + SECRET, " ".repeat(60_000) + JSON + " ".repeat(10_000)).statusCode())
				.isEqualTo(413);
			assertThat(host.events()).hasSize(1);
		}
	}

	static class Host implements AutoCloseable {

		private final ServletWebServerApplicationContext context;

		private final HttpClient client = HttpClient.newHttpClient();

		Host(String... args) {
			SpringApplication application = new SpringApplication(Listeners.class);
			String[] all = java.util.stream.Stream
				.concat(java.util.stream.Stream.of("--server.port=0", "--zonitel.sms.webhook.secrets=" + SECRET),
						java.util.stream.Stream.of(args))
				.toArray(String[]::new);
			this.context = (ServletWebServerApplicationContext) application.run(all);
		}

		Listeners listeners() {
			return this.context.getBean(Listeners.class);
		}

		List<SmsEvent> events() {
			return listeners().events;
		}

		HttpResponse<String> post(String path, String body) throws Exception {
			return send("POST", path, body);
		}

		HttpResponse<String> send(String method, String path, String body) throws Exception {
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + this.context.getWebServer().getPort() + path))
				.header("Content-Type", "application/json")
				.method(method, HttpRequest.BodyPublishers.ofString(body))
				.build();
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listeners {

		private final List<SmsEvent> events = new CopyOnWriteArrayList<>();

		private volatile boolean failOnce;

		@EventListener
		void on(SmsEvent event) {
			if (this.failOnce) {
				this.failOnce = false;
				throw new IllegalStateException("listener's own failure");
			}
			this.events.add(event);
		}

		@Bean
		@ConditionalOnBooleanProperty("copying-filter")
		FilterRegistrationBean<Filter> copyingFilter() {
			return new FilterRegistrationBean<>((request, response, chain) -> chain.doFilter(
					new CopiedRequest((HttpServletRequest) request, request.getInputStream().readAllBytes()),
					response));
		}

	}

	/**
	 * Request with a copy of its body, as many a filter that logs or verifies bodies
	 * makes it.
	 */
	private static final class CopiedRequest extends HttpServletRequestWrapper {

		private final byte[] body;

		CopiedRequest(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = body;
		}

		@Override
		public long getContentLengthLong() {
			return -1;
		}

		@Override
		public ServletInputStream getInputStream() {
			ByteArrayInputStream input = new ByteArrayInputStream(this.body);
			return new ServletInputStream() {

				@Override
				public int read() {
					return input.read();
				}

				@Override
				public boolean isFinished() {
					return input.available() == 0;
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setReadListener(ReadListener listener) {
					throw new UnsupportedOperationException();
				}

			};
		}

	}

}
