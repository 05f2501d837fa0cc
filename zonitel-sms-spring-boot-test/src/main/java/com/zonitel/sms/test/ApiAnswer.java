package com.zonitel.sms.test;

import java.util.Map;

/**
 * Answer of the simulated API.
 *
 * @param status the HTTP status
 * @param body the body
 * @param headers further headers
 */
record ApiAnswer(int status, String body, Map<String, String> headers) {

	static final ApiAnswer BAD_REQUEST = error(400, "Invalid request parameters");

	static final ApiAnswer UNAUTHENTICATED = error(401, "Authentication required");

	static final ApiAnswer ACCESS_DENIED = error(403, "Access denied");

	static final ApiAnswer SERVER_ERROR = error(500, "An internal server error occurred");

	static ApiAnswer ok(String body) {
		return new ApiAnswer(200, body, Map.of());
	}

	static ApiAnswer error(int code, String message) {
		return new ApiAnswer(code, "{\"code\":%d,\"message\":\"%s\"}".formatted(code, message), Map.of());
	}

}
