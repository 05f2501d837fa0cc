package com.zonitel.sms.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the handlers of the simulator have in common.
 */
final class Exchanges {

	private static final int MAX_BODY_SIZE = 1024 * 1024;

	private static final JsonMapper jsonMapper = new JsonMapper();

	private Exchanges() {
	}

	static byte[] readBody(HttpExchange exchange) throws IOException {
		return exchange.getRequestBody().readNBytes(MAX_BODY_SIZE);
	}

	/**
	 * Read a JSON object.
	 * @param body the bytes
	 * @return the object, or {@code null} if the bytes are none
	 */
	static @Nullable JsonNode readObject(byte[] body) {
		try {
			JsonNode json = jsonMapper.readTree(body);
			return json.isObject() ? json : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	static String toJson(Object value) {
		return jsonMapper.writeValueAsString(value);
	}

	static void answer(HttpExchange exchange, ApiAnswer answer) throws IOException {
		answer.headers().forEach(exchange.getResponseHeaders()::set);
		answer(exchange, answer.status(), "application/json", answer.body());
	}

	static void answer(HttpExchange exchange, int status, String contentType, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", contentType);
		exchange.sendResponseHeaders(status, (bytes.length != 0) ? bytes.length : -1);
		if (bytes.length != 0) {
			exchange.getResponseBody().write(bytes);
		}
		exchange.close();
	}

}
