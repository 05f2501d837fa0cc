package com.zonitel.sms.autoconfigure.registration;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import com.zonitel.sms.autoconfigure.UnresolvedPlaceholder;
import com.zonitel.sms.autoconfigure.WebhookSecrets;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.registration.InvalidWebhookUrlException;
import com.zonitel.sms.registration.PublicUrls;
import com.zonitel.sms.registration.WebhookUrl;
import com.zonitel.sms.registration.WebhookUrlProvider;
import com.zonitel.sms.webhook.SecretLocation;

import org.springframework.util.Assert;

/**
 * {@link WebhookUrlProvider} that reads the URL from the properties of the webhook, and
 * the secret anew for each attempt. It never guesses the host.
 */
class ConfiguredWebhookUrlProvider implements WebhookUrlProvider {

	private static final String PUBLIC_URL = "zonitel.sms.webhook.public-url";

	private static final String PUBLIC_BASE_URL = "zonitel.sms.webhook.public-base-url";

	private static final Pattern TOKEN = Pattern.compile("(^|&)token(=|&|$)");

	private final URI endpoint;

	private final SecretLocation secretLocation;

	private final WebhookSecrets secrets;

	/**
	 * Create a new instance.
	 * @param webhook the properties of the webhook
	 * @param secrets the secrets of the webhook
	 * @param paths the paths below the public base URL, down to the webhook, each empty
	 * or starting with a slash
	 * @param loopbackAllowed whether the URL may be one of this machine
	 * @throws InvalidZonitelConfigurationException if Zonitel could not call the URL
	 */
	ConfiguredWebhookUrlProvider(ZonitelSmsWebhookProperties webhook, WebhookSecrets secrets, List<String> paths,
			boolean loopbackAllowed) {
		URI publicUrl = webhook.getPublicUrl();
		String property = (publicUrl != null) ? PUBLIC_URL : PUBLIC_BASE_URL;
		URI configured = (publicUrl != null) ? publicUrl : webhook.getPublicBaseUrl();
		Assert.state(configured != null, "'configured' must not be null");
		checkResolved(configured, property);
		check(configured, property, loopbackAllowed);
		this.endpoint = (publicUrl != null) ? checkToken(publicUrl)
				: PublicUrls.join(checkBase(configured, paths), paths.toArray(String[]::new));
		this.secretLocation = webhook.getSecretLocation();
		this.secrets = secrets;
	}

	// the conversion to a URI encodes the braces of a placeholder
	private static void checkResolved(URI url, String property) {
		UnresolvedPlaceholder placeholder = UnresolvedPlaceholder
			.in(url.toString().replace("$%7B", "${").replace("%7D", "}"));
		if (placeholder != null) {
			throw new InvalidZonitelConfigurationException(placeholder.description(property),
					placeholder.advice() + ", or remove the property to register nothing.");
		}
	}

	private static void check(URI url, String property, boolean loopbackAllowed) {
		try {
			PublicUrls.check(url, loopbackAllowed);
		}
		catch (InvalidWebhookUrlException ex) {
			throw new InvalidZonitelConfigurationException("The property '" + property + "' " + ex.getMessage() + ".",
					"Set it to the URL under which Zonitel can reach this application, such as"
							+ " 'https://sms.example.com', that of a tunnel in development; or remove it to"
							+ " register nothing.");
		}
	}

	private static URI checkToken(URI publicUrl) {
		String query = publicUrl.getRawQuery();
		if (query != null && TOKEN.matcher(query).find()) {
			throw new InvalidZonitelConfigurationException(
					"The property '" + PUBLIC_URL + "' has the query parameter 'token', which carries the secret and is"
							+ " added to it.",
					"Remove the parameter from it, and set the secret as 'zonitel.sms.webhook.secrets'.");
		}
		return publicUrl;
	}

	private static URI checkBase(URI publicBaseUrl, List<String> paths) {
		if (publicBaseUrl.getRawQuery() != null) {
			throw new InvalidZonitelConfigurationException(
					"The property '" + PUBLIC_BASE_URL + "' has a query, but the path of the webhook is added to it.",
					"Remove the query, or set 'zonitel.sms.webhook.public-url' to the complete URL of the webhook.");
		}
		String path = paths.get(paths.size() - 1);
		if (publicBaseUrl.getPath().replaceFirst("/+$", "").endsWith(path)) {
			throw new InvalidZonitelConfigurationException(
					"The property '" + PUBLIC_BASE_URL + "' ends with '" + path
							+ "', the path of the webhook, which is added to it.",
					"Remove that path from it, or set 'zonitel.sms.webhook.public-url' to the complete URL of the"
							+ " webhook.");
		}
		return publicBaseUrl;
	}

	@Override
	public WebhookUrl getWebhookUrl() {
		return WebhookUrls.of(this.endpoint, this.secretLocation, this.secrets.getPrimary());
	}

}
