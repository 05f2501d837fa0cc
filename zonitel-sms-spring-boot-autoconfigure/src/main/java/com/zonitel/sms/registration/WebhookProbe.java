package com.zonitel.sms.registration;

/**
 * Strategy that tries the public URL of the webhook.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WebhookProbe extends AutoCloseable {

	/**
	 * Call the URL once. May block for some seconds. Throws nothing because of what is
	 * found at the URL.
	 * @param url this application's URL with the secret
	 * @return the result
	 */
	ProbeResult probe(WebhookUrl url);

	/**
	 * End a probe that is under way, if there is one.
	 */
	@Override
	default void close() {
	}

}
