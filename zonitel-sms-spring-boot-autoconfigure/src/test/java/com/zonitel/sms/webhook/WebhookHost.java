package com.zonitel.sms.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zonitel.sms.SmsEvent;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Application with the webhook on a real port: a servlet host on Tomcat or a reactive one
 * on Netty.
 */
public final class WebhookHost implements AutoCloseable {

	public static final String SECRET = "0123456789abcdef0123456789abcdef";

	public static final String PATH = "/webhooks/zonitel/sms";

	public static final String TARGET = PATH + "?token=" + SECRET;

	public static final String JSON = """
			{"status":"received","data":{"id":"1","segments":1,"direction":"inbound","messageText":"Hi","from":"+1",\
			"to":"+2","medias":[]},"message":"SMS message received successfully"}""";

	private static final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private WebhookHost(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static WebhookHost start(WebApplicationType type, String... arguments) {
		return start(type, List.of(), arguments);
	}

	public static WebhookHost start(WebApplicationType type, List<Class<?>> configurations, String... arguments) {
		return new WebhookHost(
				new SpringApplicationBuilder(Listeners.class).sources(configurations.toArray(Class<?>[]::new))
					.web(type)
					.properties("server.port=0", "zonitel.sms.webhook.secrets=" + SECRET)
					.run(arguments));
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public List<SmsEvent> events() {
		return listeners().events;
	}

	/**
	 * Make the listener throw at its next event.
	 */
	public void failOnce() {
		listeners().failOnce = true;
	}

	/**
	 * Return whether a listener was ever called on a thread that must not block.
	 * @return whether it was
	 */
	public boolean calledOnEventLoop() {
		return listeners().onEventLoop;
	}

	private Listeners listeners() {
		return this.context.getBean(Listeners.class);
	}

	public int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	public HttpResponse<String> post(String target, String body) throws Exception {
		return send(port(), "POST", target, body);
	}

	public HttpResponse<String> send(int port, String method, String target, String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		return client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.context.close();
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

	}

}
