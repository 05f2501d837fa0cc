package com.zonitel.sms.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The simulator's own endpoints, with which a person plays the other end of the line.
 */
final class ControlApi implements HttpHandler {

	static final String PATH = "/simulator";

	private final ZonitelSimulator simulator;

	ControlApi(ZonitelSimulator simulator) {
		this.simulator = simulator;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		Exchanges.answer(exchange, answer(exchange));
	}

	private ApiAnswer answer(HttpExchange exchange) throws IOException {
		// a browser sends it with what a page of another site asks for
		if (exchange.getRequestHeaders().containsKey("Origin")) {
			return ApiAnswer.error(403, "Not for browsers");
		}
		String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
		return switch (call) {
			case "GET /simulator" -> ApiAnswer.ok(Exchanges.toJson(state()));
			case "POST /simulator/inbound" -> deliver(exchange, false);
			case "POST /simulator/outbound" -> deliver(exchange, true);
			case "POST /simulator/replay" -> replay(exchange);
			default -> ApiAnswer.error(404,
					"Try GET /simulator, POST /simulator/inbound, POST /simulator/outbound or POST /simulator/replay");
		};
	}

	private Map<String, @Nullable Object> state() {
		Map<String, @Nullable Object> state = new LinkedHashMap<>();
		String url = this.simulator.registeredUrl();
		state.put("registeredUrl", (url != null) ? MaskedUrl.of(url) : null);
		state.put("apiCalls", this.simulator.apiCalls().stream().map(ApiCall::toString).toList());
		state.put("deliveries", this.simulator.deliveries().stream().map(ControlApi::describe).toList());
		return state;
	}

	private ApiAnswer deliver(HttpExchange exchange, boolean outbound) throws IOException {
		byte[] body = Exchanges.readBody(exchange);
		JsonNode json = Exchanges.readObject((body.length != 0) ? body : new byte[] { '{', '}' });
		if (json == null) {
			return ApiAnswer.error(400, "The body must be a JSON object");
		}
		if (this.simulator.registeredUrl() == null) {
			return ApiAnswer.error(409, "No webhook is registered yet");
		}
		String outcome = json.path("outcome").asString("delivered");
		if (!outcome.equals("delivered") && !outcome.equals("failed")) {
			return ApiAnswer.error(400, "The outcome must be delivered or failed");
		}
		SimulatedNotification sms = fill(
				outbound ? SimulatedNotification.outboundSms() : SimulatedNotification.inboundSms(), json);
		List<Map<String, @Nullable Object>> deliveries = new ArrayList<>();
		deliveries.add(deliver(sms));
		if (outbound) {
			deliveries.add(deliver(outcome.equals("failed") ? sms.failed() : sms.delivered()));
		}
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("id", sms.id());
		answer.put("deliveries", deliveries);
		return ApiAnswer.ok(Exchanges.toJson(answer));
	}

	private ApiAnswer replay(HttpExchange exchange) throws IOException {
		String lines = new String(Exchanges.readBody(exchange), StandardCharsets.UTF_8);
		if (this.simulator.registeredUrl() == null) {
			return ApiAnswer.error(409, "No webhook is registered yet");
		}
		List<SimulatedNotification> notifications;
		try {
			notifications = lines.lines().map(SimulatedNotification::captured).toList();
		}
		catch (IllegalArgumentException ex) {
			return ApiAnswer.error(400, "Each line must be one that was captured, with a JSON object as its body");
		}
		return ApiAnswer.ok(Exchanges.toJson(Map.of("deliveries", notifications.stream().map(this::deliver).toList())));
	}

	private static SimulatedNotification fill(SimulatedNotification sms, JsonNode json) {
		SimulatedNotification filled = sms;
		if (json.path("from").isString()) {
			filled = filled.from(json.path("from").stringValue());
		}
		if (json.path("to").isString()) {
			filled = filled.to(json.path("to").stringValue());
		}
		if (json.path("text").isString()) {
			filled = filled.text(json.path("text").stringValue());
		}
		return filled;
	}

	private Map<String, @Nullable Object> deliver(SimulatedNotification notification) {
		return describe(notification, this.simulator.deliver(notification));
	}

	private static Map<String, @Nullable Object> describe(Delivery delivery) {
		return describe(delivery.notification(), delivery.acknowledgement());
	}

	private static Map<String, @Nullable Object> describe(SimulatedNotification notification,
			Acknowledgement acknowledgement) {
		Map<String, @Nullable Object> description = new LinkedHashMap<>();
		description.put("status", notification.status());
		description.put("answer", acknowledgement.status());
		description.put("millis", acknowledgement.time().toMillis());
		if (acknowledgement.failure() != null) {
			description.put("failure", acknowledgement.failure());
		}
		return description;
	}

}
