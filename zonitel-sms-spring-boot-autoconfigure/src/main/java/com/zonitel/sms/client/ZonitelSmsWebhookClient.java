package com.zonitel.sms.client;

import org.jspecify.annotations.Nullable;

/**
 * Client of the two calls of Zonitel's API that are about the webhook of an account.
 *
 * @since 0.1.0
 */
public interface ZonitelSmsWebhookClient {

	/**
	 * Return the URL that is registered for the account.
	 * @return the URL as Zonitel gives it, or {@code null} if none is registered
	 * @throws ZonitelApiException if Zonitel cannot be reached or does not answer with a
	 * URL
	 */
	@Nullable String getWebhookUrl();

	/**
	 * Register the URL for the account, in place of any other.
	 * @param url the URL
	 * @throws ZonitelApiException if Zonitel cannot be reached or does not confirm
	 */
	void setWebhookUrl(String url);

}
