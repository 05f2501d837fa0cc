package com.zonitel.sms.registration;

/**
 * Thrown when Zonitel could not call the URL of the webhook.
 *
 * @since 0.1.0
 */
public class InvalidWebhookUrlException extends RuntimeException {

	/**
	 * Create a new instance.
	 * @param message what is wrong with the URL, as the end of a sentence about it
	 */
	public InvalidWebhookUrlException(String message) {
		super(message);
	}

}
