package com.zonitel.sms.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.registration.WebhookUrlProvider;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the webhook of a reactive host, over a real Netty.
 */
class ReactiveWebhookTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String PATH = "/webhooks/zonitel/sms";

	private static final String JSON = """
			{"status":"received","data":{"id":"1","segments":1,"direction":"inbound","messageText":"Hi","from":"+1",\
			"to":"+2","medias":[]},"message":"SMS message received successfully"}""";

	@Test
	void notificationReachesListenersOnceAndOffTheEventLoop() throws Exception {
		try (Host host = new Host()) {
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(200);
			HttpResponse<String> duplicate = host.post(PATH + "?token=" + SECRET, JSON);
			assertThat(duplicate.statusCode()).isEqualTo(200);
			assertThat(duplicate.body()).isEmpty();
			assertThat(duplicate.headers().firstValue("Cache-Control")).hasValue("no-store");
			assertThat(host.listeners().events).singleElement().isInstanceOf(SmsReceivedEvent.class);
			assertThat(host.listeners().onEventLoop).isFalse();
		}
	}

	@Test
	void failingListenerLeadsTo500SoThatTheNotificationComesAgain() throws Exception {
		try (Host host = new Host()) {
			host.listeners().failOnce = true;
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(500);
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.listeners().events).hasSize(1);
		}
	}

	@Test
	void basePathBelongsToTheEndpointAndToTheRegisteredUrl() throws Exception {
		try (Host host = new Host("--spring.webflux.base-path=/base", "--server.servlet.context-path=/other",
				"--zonitel.sms.webhook.public-base-url=https://sms.example.com", "--zonitel.client-id=a",
				"--zonitel.access-token=b", "--zonitel.api.base-url=http://localhost:1")) {
			assertThat(host.post("/base" + PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(404);
			assertThat(host.context.getBean(WebhookUrlProvider.class).getWebhookUrl().value())
				.isEqualTo("https://sms.example.com/base" + PATH + "?token=" + SECRET);
		}
	}

	@Test
	void secretMayBeASegmentOfThePath() throws Exception {
		try (Host host = new Host("--zonitel.sms.webhook.secret-location=path")) {
			assertThat(host.post(PATH + "/" + SECRET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.post(PATH + "/wrong", JSON).statusCode()).isEqualTo(401);
			assertThat(host.listeners().events).hasSize(1);
		}
	}

	@Test
	void hostsCatchAllDoesNotTakeTheWebhook() throws Exception {
		try (Host host = new Host("--catch-all=true")) {
			assertThat(host.post("/other", JSON).statusCode()).isEqualTo(418);
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void managementPortDoesNotAnswer() throws Exception {
		try (Host host = new Host("--management.server.port=0")) {
			String managementPort = host.context.getEnvironment().getRequiredProperty("local.management.port");
			assertThat(host.post(Integer.parseInt(managementPort), PATH + "?token=" + SECRET, JSON).statusCode())
				.isEqualTo(404);
			assertThat(host.post(PATH + "?token=" + SECRET, JSON).statusCode()).isEqualTo(200);
		}
	}

	static class Host implements AutoCloseable {

		private final ReactiveWebServerApplicationContext context;

		private final HttpClient client = HttpClient.newHttpClient();

		Host(String... args) {
			this.context = (ReactiveWebServerApplicationContext) SpringApplication.run(
					new Class<?>[] { Listeners.class },
					Stream
						.concat(Stream.of("--server.port=0", "--spring.main.web-application-type=reactive",
								"--zonitel.sms.webhook.secrets=" + SECRET), Stream.of(args))
						.toArray(String[]::new));
		}

		Listeners listeners() {
			return this.context.getBean(Listeners.class);
		}

		HttpResponse<String> post(String path, String body) throws Exception {
			return post(this.context.getWebServer().getPort(), path, body);
		}

		HttpResponse<String> post(int port, String path, String body) throws Exception {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(body))
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

		private volatile boolean onEventLoop;

		@EventListener
		void on(SmsEvent event) {
			this.onEventLoop |= Schedulers.isInNonBlockingThread();
			if (this.failOnce) {
				this.failOnce = false;
				throw new IllegalStateException("listener's own failure");
			}
			this.events.add(event);
		}

		@Bean
		@ConditionalOnBooleanProperty("catch-all")
		RouterFunction<ServerResponse> catchAll() {
			return RouterFunctions.route(RequestPredicates.all(), (request) -> ServerResponse.status(418).build());
		}

	}

}
