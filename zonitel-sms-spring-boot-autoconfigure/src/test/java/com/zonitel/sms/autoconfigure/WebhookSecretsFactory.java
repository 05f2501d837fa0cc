package com.zonitel.sms.autoconfigure;

/**
 * Makes secrets for tests in other packages.
 */
public final class WebhookSecretsFactory {

	private WebhookSecretsFactory() {
	}

	/**
	 * Make secrets none of which is registered at Zonitel.
	 * @param webhook the properties of the webhook
	 * @return the secrets
	 */
	public static WebhookSecrets create(ZonitelSmsWebhookProperties webhook) {
		return new WebhookSecrets(webhook, (secret) -> false);
	}

}
