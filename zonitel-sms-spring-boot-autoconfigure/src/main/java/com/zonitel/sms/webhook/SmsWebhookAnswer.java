package com.zonitel.sms.webhook;

import java.nio.charset.StandardCharsets;

import com.zonitel.sms.inbox.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a request, alike on every web stack. Errors have the shape of Zonitel's own.
 *
 * @since 0.1.0
 */
public enum SmsWebhookAnswer implements SmsWebhookResponse {

	/**
	 * The notification is in safe hands.
	 */
	OK(200, null, null, null),

	/**
	 * The body is not one JSON object in UTF-8.
	 */
	BAD_REQUEST(400, "Invalid request parameters", null, null),

	/**
	 * The secret is missing or wrong.
	 */
	UNAUTHORIZED(401, "Authentication required", "WWW-Authenticate", "Bearer"),

	/**
	 * The method is not POST.
	 */
	METHOD_NOT_ALLOWED(405, "Method not allowed", "Allow", "POST"),

	/**
	 * The body is larger than allowed.
	 */
	CONTENT_TOO_LARGE(413, "Content too large", null, null),

	/**
	 * The body is not JSON, or encoded.
	 */
	UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", null, null),

	/**
	 * A listener threw; the notification should be sent again.
	 */
	LISTENER_FAILED(500, "An internal server error occurred", null, null),

	/**
	 * The notification cannot be taken now, or its body did not arrive in time; it should
	 * be sent again later.
	 */
	UNAVAILABLE(503, "Service unavailable", "Retry-After", "5");

	private final int status;

	private final byte[] body;

	private final @Nullable String headerName;

	private final @Nullable String headerValue;

	SmsWebhookAnswer(int status, @Nullable String message, @Nullable String headerName, @Nullable String headerValue) {
		this.status = status;
		this.body = (message != null)
				? "{\"code\":%d,\"message\":\"%s\"}".formatted(status, message).getBytes(StandardCharsets.UTF_8)
				: new byte[0];
		this.headerName = headerName;
		this.headerValue = headerValue;
	}

	static SmsWebhookAnswer of(Receipt receipt) {
		return switch (receipt) {
			case ACCEPTED, DUPLICATE -> OK;
			case LISTENER_FAILED -> LISTENER_FAILED;
			case UNAVAILABLE -> UNAVAILABLE;
		};
	}

	@Override
	public int status() {
		return this.status;
	}

	@Override
	public byte[] body() {
		return this.body;
	}

	@Override
	public @Nullable String headerName() {
		return this.headerName;
	}

	@Override
	public @Nullable String headerValue() {
		return this.headerValue;
	}

}
