package com.zonitel.sms.registration;

/**
 * Strategy that tells under which public URL the webhook is to be registered.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WebhookUrlProvider {

	/**
	 * Return the URL to register. Called for each attempt, the first of which is made
	 * once the application accepts traffic.
	 * @return the URL with the secret
	 */
	WebhookUrl getWebhookUrl();

}
