package com.zonitel.sms.webhook;

import org.jspecify.annotations.Nullable;

/**
 * Response that a web adapter writes, alike on every web stack.
 *
 * @since 0.1.0
 */
public interface SmsWebhookResponse {

	/**
	 * Return the HTTP status.
	 * @return the status code
	 */
	int status();

	/**
	 * Return the JSON body.
	 * @return the bytes, which must not be changed; empty if there is no body
	 */
	byte[] body();

	/**
	 * Return the name of the header that belongs to the status.
	 * @return the name, or {@code null} if there is none
	 */
	@Nullable String headerName();

	/**
	 * Return the value of the header that belongs to the status.
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable String headerValue();

}
