package com.zonitel.sms.autoconfigure.registration;

import java.net.URI;
import java.util.List;

import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import com.zonitel.sms.autoconfigure.WebhookSecrets;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.registration.InvalidWebhookUrlException;
import com.zonitel.sms.registration.PublicUrls;
import com.zonitel.sms.registration.WebhookUrl;
import com.zonitel.sms.registration.WebhookUrlProvider;
import com.zonitel.sms.webhook.SecretLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link WebhookUrlProvider} that reads the URL from the properties of the webhook. It
 * never guesses the host.
 */
class ConfiguredWebhookUrlProvider implements WebhookUrlProvider {

	private final URI endpoint;

	private final SecretLocation secretLocation;

	private final @Nullable String secret;

	/**
	 * Create a new instance.
	 * @param webhook the properties of the webhook
	 * @param paths the paths below the public base URL, down to the webhook, each empty
	 * or starting with a slash
	 * @param loopbackAllowed whether the URL may be one of this machine
	 * @throws InvalidZonitelConfigurationException if Zonitel could not call the URL
	 */
	ConfiguredWebhookUrlProvider(ZonitelSmsWebhookProperties webhook, List<String> paths, boolean loopbackAllowed) {
		this.endpoint = endpoint(webhook, paths);
		this.secretLocation = webhook.getSecretLocation();
		this.secret = WebhookSecrets.of(webhook).stream().findFirst().orElse(null);
		try {
			PublicUrls.check(this.endpoint, loopbackAllowed);
		}
		catch (InvalidWebhookUrlException ex) {
			String property = (webhook.getPublicUrl() != null) ? "public-url" : "public-base-url";
			throw new InvalidZonitelConfigurationException(
					"The property 'zonitel.sms.webhook." + property + "' " + ex.getMessage() + ".",
					"Set it to the URL under which Zonitel can reach this application, such as"
							+ " 'https://sms.example.com', that of a tunnel in development; or remove it to"
							+ " register nothing.");
		}
	}

	private static URI endpoint(ZonitelSmsWebhookProperties webhook, List<String> paths) {
		if (webhook.getPublicUrl() != null) {
			return webhook.getPublicUrl();
		}
		URI publicBaseUrl = webhook.getPublicBaseUrl();
		Assert.state(publicBaseUrl != null, "'publicBaseUrl' must not be null");
		return PublicUrls.join(publicBaseUrl, paths.toArray(String[]::new));
	}

	@Override
	public WebhookUrl getWebhookUrl() {
		return WebhookUrls.of(this.endpoint, this.secretLocation, this.secret);
	}

}
