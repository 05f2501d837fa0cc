package com.zonitel.sms.autoconfigure;

/**
 * Thrown when callers are to be authenticated by a secret and none is set.
 */
class MissingWebhookSecretException extends RuntimeException {

	MissingWebhookSecretException() {
		super("No secret is set for the SMS webhook");
	}

}
