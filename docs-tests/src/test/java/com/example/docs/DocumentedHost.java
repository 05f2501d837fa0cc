package com.example.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.zonitel.sms.SmsEvent;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Application on a real port, with what the documentation shows as its configuration. It
 * has Spring Security and a database.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class DocumentedHost {

	/**
	 * Secret of the webhook, unless the configuration has one.
	 */
	public static final String SECRET = "0123456789abcdef0123456789abcdef";

	@EventListener
	void on(SmsEvent event) {
	}

	/**
	 * Start the application.
	 * @param properties the properties, as of a file
	 * @param variables the environment variables that the machine has besides
	 * @param further arguments of the command line
	 * @return the application's context
	 */
	public static ConfigurableApplicationContext start(Map<String, Object> properties, Map<String, String> variables,
			String... further) {
		return start(DocumentedHost.class, properties, variables, further);
	}

	/**
	 * Start an application with further beans.
	 * @param source the configuration with {@code EnableAutoConfiguration}
	 * @param properties the properties, as of a file
	 * @param variables the environment variables that the machine has besides
	 * @param further arguments of the command line
	 * @return the application's context
	 */
	public static ConfigurableApplicationContext start(Class<?> source, Map<String, Object> properties,
			Map<String, String> variables, String... further) {
		Map<String, Object> defaults = new LinkedHashMap<>(Map.of("spring.datasource.url",
				"jdbc:h2:mem:" + UUID.randomUUID() + ";WRITE_DELAY=0", "spring.main.banner-mode", "off",
				"spring.jpa.open-in-view", "false", "logging.level.root", "warn", "server.port", "0"));
		if (properties.keySet().stream().noneMatch((name) -> name.startsWith("zonitel.sms.webhook.secrets"))
				&& !variables.containsKey("ZONITEL_SMS_WEBHOOK_SECRETS")) {
			defaults.put("zonitel.sms.webhook.secrets", SECRET);
		}
		return new SpringApplicationBuilder(source).registerShutdownHook(false).initializers((context) -> {
			var sources = context.getEnvironment().getPropertySources();
			sources.addLast(new MapPropertySource("documented", properties));
			sources.addLast(new MapPropertySource("defaults", defaults));
			// Spring Boot tells by the end of the name that variables are named as in a
			// shell
			sources.addBefore(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource("documented-systemEnvironment",
							new LinkedHashMap<>(variables)));
		}).run(Stream.of(further).filter((it) -> !it.isEmpty()).toArray(String[]::new));
	}

	/**
	 * Request a page.
	 * @param context the application's context
	 * @param path the path
	 * @return the body of the answer
	 */
	public static String get(ConfigurableApplicationContext context, String path) {
		return send(context, HttpRequest.newBuilder(uri(context, path))).body();
	}

	/**
	 * Send a request.
	 * @param context the application's context
	 * @param request the request
	 * @return the answer
	 */
	public static HttpResponse<String> send(ConfigurableApplicationContext context, HttpRequest.Builder request) {
		try {
			return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the address of a path.
	 * @param context the application's context
	 * @param path the path
	 * @return the address
	 */
	public static URI uri(ConfigurableApplicationContext context, String path) {
		return URI
			.create("http://localhost:" + ((WebServerApplicationContext) context).getWebServer().getPort() + path);
	}

}
