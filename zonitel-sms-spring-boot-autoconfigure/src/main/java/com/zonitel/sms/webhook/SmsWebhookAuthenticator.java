package com.zonitel.sms.webhook;

/**
 * Strategy that decides whether a caller of the webhook is Zonitel. Called before any of
 * the body is read.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SmsWebhookAuthenticator {

	/**
	 * Decide whether the caller may go on. Must not block.
	 * @param request the head of the request
	 * @return the result
	 */
	SmsWebhookAuthentication authenticate(SmsWebhookRequest request);

}
