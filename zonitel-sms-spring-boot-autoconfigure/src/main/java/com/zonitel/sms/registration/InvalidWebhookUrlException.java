package com.zonitel.sms.registration;

/**
 * Thrown when Zonitel could not call the URL of the webhook.
 *
 * @since 0.1.0
 */
public class InvalidWebhookUrlException extends RuntimeException {

	/**
	 * Create a new instance.
	 * @param message the fault of the URL, as the end of a sentence that begins with it
	 */
	public InvalidWebhookUrlException(String message) {
		super(message);
	}

}
