package com.zonitel.sms.webhook;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Head of a request to the webhook, before any of its body is read.
 *
 * @since 0.1.0
 */
public interface SmsWebhookRequest {

	/**
	 * Return the HTTP method.
	 * @return the method, in upper case
	 */
	String method();

	/**
	 * Return the query as received.
	 * @return the query, not decoded, or {@code null} if there is none
	 */
	@Nullable String query();

	/**
	 * Return the segment of the path that carries the secret.
	 * @return the segment, not decoded, or {@code null} if the path carries none
	 */
	@Nullable String pathSecret();

	/**
	 * Return the names of all headers.
	 * @return the names, in the order received as far as the server keeps it
	 */
	List<String> headerNames();

	/**
	 * Return all values of a header.
	 * @param name the name of the header, in any case
	 * @return the values, empty if there are none
	 */
	List<String> headers(String name);

	/**
	 * Return the declared length of the body.
	 * @return the length in bytes, or -1 if none is declared
	 */
	long contentLength();

}
