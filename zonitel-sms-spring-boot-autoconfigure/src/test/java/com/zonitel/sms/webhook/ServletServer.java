package com.zonitel.sms.webhook;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Server of a servlet host that tests run.
 */
enum ServletServer {

	TOMCAT("--server.tomcat.threads.max=", 3, "--server.tomcat.threads.min-spare=3"),

	JETTY("--server.jetty.threads.max=", 7, "--server.jetty.threads.min=4", "--spring.autoconfigure.exclude="
			+ "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");

	private final String threads;

	private final int fewThreads;

	private final List<String> arguments;

	ServletServer(String threads, int fewThreads, String... arguments) {
		this.threads = threads;
		this.fewThreads = fewThreads;
		this.arguments = List.of(arguments);
	}

	/**
	 * Run a host on this server, which has only a few threads: too few for requests that
	 * are received on them.
	 * @param application the application
	 * @param arguments further arguments
	 * @return the context of the host
	 */
	ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		return run(application, this.fewThreads, arguments);
	}

	/**
	 * Run a host on this server.
	 * @param application the application
	 * @param threads the number of threads of the server
	 * @param arguments further arguments
	 * @return the context of the host
	 */
	ConfigurableApplicationContext run(Class<?> application, int threads, String... arguments) {
		List<String> all = new ArrayList<>(this.arguments);
		all.add(this.threads + threads);
		all.add("--server.port=0");
		all.add("--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET);
		all.addAll(List.of(arguments));
		return SpringApplication.run(application, all.toArray(String[]::new));
	}

	static int port(ConfigurableApplicationContext context) {
		return ((WebServerApplicationContext) context).getWebServer().getPort();
	}

	/**
	 * Return a notification as a known caller sends it.
	 * @param id the identifier of the SMS
	 * @return the bytes of the request
	 */
	static byte[] notification(String id) {
		String body = body(id);
		return RawHttp
			.bytes(head(WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET, body.length()) + body);
	}

	static String body(String id) {
		return "{\"status\":\"received\",\"data\":{\"id\":\"" + id + "\"}}";
	}

	static String head(String target, int contentLength) {
		return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
				+ contentLength + "\r\n\r\n";
	}

}
