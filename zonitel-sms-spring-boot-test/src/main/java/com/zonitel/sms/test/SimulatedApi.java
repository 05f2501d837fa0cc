package com.zonitel.sms.test;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Zonitel's API as far as it is documented: the two calls for the webhook of an account.
 */
final class SimulatedApi implements HttpHandler {

	static final String PATH = "/api/v3/integrations/sms/webhooks";

	private static final System.Logger logger = System.getLogger(ZonitelSimulator.class.getName());

	private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

	private final String clientId;

	private final String accessToken;

	private final List<ApiCall> calls = new ArrayList<>();

	private final Queue<ApiFault> faults = new ConcurrentLinkedQueue<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile @Nullable ApiFault standingFault;

	private volatile @Nullable String registeredUrl;

	SimulatedApi(String clientId, String accessToken) {
		this.clientId = clientId;
		this.accessToken = accessToken;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		String method = exchange.getRequestMethod();
		if (!exchange.getRequestURI().getPath().equals(PATH) || !(method.equals("GET") || method.equals("PUT"))) {
			logger.log(System.Logger.Level.WARNING,
					method + " " + exchange.getRequestURI().getPath() + " is not documented by Zonitel, answered 501");
			Exchanges.answer(exchange, 501, "text/plain",
					"Zonitel documents GET and PUT of " + PATH + " only, so nothing else is simulated.\n"
							+ "The simulator's own endpoints are below " + ControlApi.PATH + ".\n");
			return;
		}
		JsonNode body = method.equals("PUT") ? Exchanges.readObject(Exchanges.readBody(exchange)) : null;
		String url = (body != null && body.path("url").isString()) ? body.path("url").stringValue() : null;
		ApiFault fault = nextFault();
		if (fault != null && (fault.kind() == ApiFault.Kind.HANG || fault.kind() == ApiFault.Kind.RESET)) {
			record(exchange, url, 0);
			if (fault.kind() == ApiFault.Kind.HANG) {
				awaitClose();
			}
			exchange.close();
			return;
		}
		ApiAnswer answer = answer(exchange, method, url, fault);
		record(exchange, url, answer.status());
		Exchanges.answer(exchange, answer);
	}

	private @Nullable ApiFault nextFault() {
		ApiFault next = this.faults.poll();
		return (next != null) ? next : this.standingFault;
	}

	private void awaitClose() {
		try {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private ApiAnswer answer(HttpExchange exchange, String method, @Nullable String url, @Nullable ApiFault fault) {
		if (fault != null && fault.kind() == ApiFault.Kind.ANSWER) {
			return fault.answer();
		}
		Headers headers = exchange.getRequestHeaders();
		if (!("Bearer " + this.accessToken).equals(headers.getFirst("Authorization"))
				|| !this.clientId.equals(headers.getFirst("X-Client-Id"))) {
			return ApiAnswer.UNAUTHENTICATED;
		}
		if (method.equals("GET")) {
			return success(this.registeredUrl, "Webhook retrieved successfully");
		}
		String contentType = headers.getFirst("Content-Type");
		if (contentType == null || !contentType.split(";", 2)[0].trim().equalsIgnoreCase("application/json")
				|| url == null || !isAcceptable(url)) {
			return ApiAnswer.BAD_REQUEST;
		}
		this.registeredUrl = (fault != null) ? fault.url() : url;
		return success(url, "Webhook updated successfully");
	}

	// documented: HTTPS; loopback is what a simulator can do beyond that
	private static boolean isAcceptable(String url) {
		try {
			URI uri = new URI(url);
			return uri.getHost() != null && ("https".equalsIgnoreCase(uri.getScheme())
					|| ("http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK_HOSTS.contains(uri.getHost())));
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static ApiAnswer success(@Nullable String url, String message) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("url", url);
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("status", "success");
		json.put("data", data);
		json.put("message", message);
		return ApiAnswer.ok(Exchanges.toJson(json));
	}

	private void record(HttpExchange exchange, @Nullable String url, int status) {
		ApiCall call = new ApiCall(exchange.getRequestMethod(), exchange.getRequestURI().toString(), url, status,
				Instant.now());
		synchronized (this.calls) {
			this.calls.add(call);
		}
		logger.log(System.Logger.Level.INFO, call.toString());
	}

	@Nullable String registeredUrl() {
		return this.registeredUrl;
	}

	void register(@Nullable String url) {
		this.registeredUrl = url;
	}

	List<ApiCall> calls() {
		synchronized (this.calls) {
			return List.copyOf(this.calls);
		}
	}

	void failNext(List<ApiFault> faults) {
		this.faults.addAll(faults);
	}

	void failAlways(@Nullable ApiFault fault) {
		this.standingFault = fault;
	}

	void reset() {
		this.faults.clear();
		this.standingFault = null;
		synchronized (this.calls) {
			this.calls.clear();
		}
	}

	void close() {
		this.closed.countDown();
	}

}
