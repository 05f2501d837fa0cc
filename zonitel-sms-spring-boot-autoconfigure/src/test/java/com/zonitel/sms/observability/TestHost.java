package com.zonitel.sms.observability;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A host with an actuator, on a real web server.
 */
final class TestHost implements AutoCloseable {

	static final String SECRET = "0123456789abcdef0123456789abcdef";

	static final String OLD_SECRET = "fedcba9876543210fedcba9876543210";

	static final String PATH = "/webhooks/zonitel/sms";

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	TestHost(Class<?> configuration, String... args) {
		List<String> all = new ArrayList<>(List.of("--server.port=0",
				"--zonitel.sms.webhook.secrets=" + SECRET + "," + OLD_SECRET,
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always"));
		all.addAll(List.of(args));
		this.context = SpringApplication.run(configuration, all.toArray(String[]::new));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	HttpResponse<String> notify(String status, String id, String text) {
		return post(PATH + "?token=" + SECRET, json(status, id, text));
	}

	CompletableFuture<HttpResponse<String>> notifyLater(String status, String id, String text) {
		return this.client.sendAsync(
				request(PATH + "?token=" + SECRET).method("POST", BodyPublishers.ofString(json(status, id, text)))
					.build(),
				BodyHandlers.ofString());
	}

	static String json(String status, String id, String text) {
		return """
				{"status":"%s","data":{"id":"%s","direction":"inbound","messageText":"%s","from":"+10000000010",\
				"to":"+10000000020"},"message":"SMS message"}""".formatted(status, id, text);
	}

	HttpResponse<String> get(String path) {
		return send("GET", path, "");
	}

	HttpResponse<String> post(String path, String body) {
		return send("POST", path, body);
	}

	HttpResponse<String> send(String method, String path, String body) {
		try {
			return this.client.send(request(path).method(method, BodyPublishers.ofString(body)).build(),
					BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
			.header("Content-Type", "application/json");
	}

	/**
	 * Begin a request without sending all of its body.
	 * @return the open connection
	 */
	Socket begin() throws IOException {
		Socket socket = new Socket("localhost", port());
		socket.getOutputStream()
			.write(("POST " + PATH + "?token=" + SECRET + " HTTP/1.1\r\nHost: localhost\r\n"
					+ "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"status\"")
				.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().flush();
		return socket;
	}

	static String readStatusLine(Socket socket) throws IOException {
		InputStream input = socket.getInputStream();
		StringBuilder line = new StringBuilder();
		int next = input.read();
		while (next != -1 && next != '\r') {
			line.append((char) next);
			next = input.read();
		}
		return line.toString();
	}

	/**
	 * Return the sum of the samples in a scrape.
	 * @param name the name of the samples
	 * @param labels labels that each must have, such as {@code outcome="accepted"}
	 * @return the sum, NaN if there are none
	 */
	double sample(String name, String... labels) {
		List<Double> values = scrape().lines()
			.filter((line) -> line.startsWith(name + "{") || line.startsWith(name + " "))
			.filter((line) -> List.of(labels).stream().allMatch(line::contains))
			.map((line) -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
			.collect(Collectors.toList());
		return values.isEmpty() ? Double.NaN : values.stream().mapToDouble(Double::doubleValue).sum();
	}

	String scrape() {
		HttpResponse<String> response = get("/actuator/prometheus");
		if (response.statusCode() != 200) {
			throw new IllegalStateException("scrape answered with " + response.statusCode());
		}
		return response.body();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
