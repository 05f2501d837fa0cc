package com.zonitel.sms.registration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Zonitel's two calls, on a port of this machine, with the one URL of an account and a
 * limit of calls.
 */
public final class FakeZonitelApi implements AutoCloseable {

	private static final JsonMapper mapper = new JsonMapper();

	private final HttpServer server;

	private final ExecutorService executor = Executors.newFixedThreadPool(8);

	private final long interval;

	private final List<String> written = new ArrayList<>();

	private String url;

	private int status = 200;

	private int statusAfterWrite = 200;

	private int calls;

	private volatile String authorization;

	private int allowed;

	private int refused;

	private int refusedWrites;

	private long allowedFrom = System.nanoTime();

	/**
	 * Create a new instance without a limit.
	 */
	public FakeZonitelApi() {
		this(Duration.ZERO);
	}

	/**
	 * Create a new instance.
	 * @param interval the time after a call in which no further one is allowed
	 */
	public FakeZonitelApi(Duration interval) {
		this.interval = interval.toNanos();
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.executor);
		this.server.createContext("/api/v3/integrations/sms/webhooks", this::handle);
		this.server.start();
	}

	public String baseUrl() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	/**
	 * Have each further call answered with this status.
	 * @param status the status, 200 for what is documented
	 */
	public synchronized void answerWith(int status) {
		this.status = status;
	}

	/**
	 * Have each call that follows the next write answered with this status.
	 * @param status the status
	 */
	public synchronized void answerAfterWriteWith(int status) {
		this.statusAfterWrite = status;
	}

	/**
	 * Register a URL as another environment would.
	 * @param url the URL, or {@code null} for none
	 */
	public synchronized void register(String url) {
		this.url = url;
	}

	public synchronized String registered() {
		return this.url;
	}

	/**
	 * Return the URLs that were written through the API.
	 * @return the URLs in order
	 */
	public synchronized List<String> written() {
		return List.copyOf(this.written);
	}

	/**
	 * Return how many calls there were, however they were answered.
	 * @return the number of calls
	 */
	public synchronized int calls() {
		return this.calls;
	}

	/**
	 * Return the credential of the last call.
	 * @return the value of the header {@code Authorization}
	 */
	public String authorization() {
		return this.authorization;
	}

	synchronized int allowed() {
		return this.allowed;
	}

	synchronized int refused() {
		return this.refused;
	}

	synchronized int refusedWrites() {
		return this.refusedWrites;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			this.authorization = exchange.getRequestHeaders().getFirst("Authorization");
			Answer answer = answer(exchange.getRequestMethod(), body);
			if (answer.status() == 429) {
				exchange.getResponseHeaders().add("Retry-After", "1");
			}
			byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(answer.status(), json.length);
			exchange.getResponseBody().write(json);
		}
	}

	private synchronized Answer answer(String method, byte[] body) {
		this.calls++;
		if (this.status != 200) {
			return new Answer(this.status, "{\"code\":%d,\"message\":\"no\"}".formatted(this.status));
		}
		long now = System.nanoTime();
		if (now - this.allowedFrom < 0) {
			this.refused++;
			this.refusedWrites += method.equals("PUT") ? 1 : 0;
			return new Answer(429, "{\"code\":429,\"message\":\"Too many requests\"}");
		}
		this.allowed++;
		this.allowedFrom = now + this.interval;
		if (method.equals("PUT")) {
			this.url = mapper.readTree(body).path("url").stringValue();
			URI.create(this.url);
			this.written.add(this.url);
			this.status = this.statusAfterWrite;
			this.statusAfterWrite = 200;
		}
		String json = (this.url != null) ? mapper.writeValueAsString(this.url) : "null";
		return new Answer(200, "{\"status\":\"success\",\"data\":{\"url\":%s},\"message\":\"done\"}".formatted(json));
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	private record Answer(int status, String json) {

	}

}
