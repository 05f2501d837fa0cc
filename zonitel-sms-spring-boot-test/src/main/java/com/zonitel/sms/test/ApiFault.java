package com.zonitel.sms.test;

import java.time.Duration;
import java.util.Map;

/**
 * What the simulated API does instead of what it was asked for.
 *
 * @since 0.1.0
 */
public final class ApiFault {

	private final Kind kind;

	private final ApiAnswer answer;

	private final String url;

	private ApiFault(Kind kind, ApiAnswer answer, String url) {
		this.kind = kind;
		this.answer = answer;
		this.url = url;
	}

	/**
	 * Answer 400, as documented.
	 * @return the fault
	 */
	public static ApiFault badRequest() {
		return answering(ApiAnswer.BAD_REQUEST);
	}

	/**
	 * Answer 401, as documented: the access token has expired or was revoked.
	 * @return the fault
	 */
	public static ApiFault unauthenticated() {
		return answering(ApiAnswer.UNAUTHENTICATED);
	}

	/**
	 * Answer 403, as documented: the access token lacks the scope.
	 * @return the fault
	 */
	public static ApiFault accessDenied() {
		return answering(ApiAnswer.ACCESS_DENIED);
	}

	/**
	 * Answer 500, as documented.
	 * @return the fault
	 */
	public static ApiFault serverError() {
		return answering(ApiAnswer.SERVER_ERROR);
	}

	/**
	 * Answer 429, which Zonitel does not document.
	 * @param retryAfter the time to wait that {@code Retry-After} tells, in seconds
	 * @return the fault
	 */
	public static ApiFault rateLimited(Duration retryAfter) {
		return answering(new ApiAnswer(429, "{\"code\":429,\"message\":\"Too many requests\"}",
				Map.of("Retry-After", String.valueOf(retryAfter.toSeconds()))));
	}

	/**
	 * Answer with any status and body.
	 * @param status the HTTP status
	 * @param body the body
	 * @return the fault
	 */
	public static ApiFault status(int status, String body) {
		return answering(new ApiAnswer(status, body, Map.of()));
	}

	/**
	 * Do not answer at all until the simulator is closed.
	 * @return the fault
	 */
	public static ApiFault hang() {
		return new ApiFault(Kind.HANG, ApiAnswer.SERVER_ERROR, "");
	}

	/**
	 * Close the connection without an answer.
	 * @return the fault
	 */
	public static ApiFault reset() {
		return new ApiFault(Kind.RESET, ApiAnswer.SERVER_ERROR, "");
	}

	/**
	 * Register another URL than the one that was given, as if somebody else had won the
	 * race; reading back gives that URL.
	 * @param url the URL that is registered instead
	 * @return the fault
	 */
	public static ApiFault registersInstead(String url) {
		return new ApiFault(Kind.OTHER_URL, ApiAnswer.SERVER_ERROR, url);
	}

	private static ApiFault answering(ApiAnswer answer) {
		return new ApiFault(Kind.ANSWER, answer, "");
	}

	Kind kind() {
		return this.kind;
	}

	ApiAnswer answer() {
		return this.answer;
	}

	String url() {
		return this.url;
	}

	/**
	 * Kind of a fault.
	 */
	enum Kind {

		ANSWER, HANG, RESET, OTHER_URL

	}

}
