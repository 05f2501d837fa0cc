package com.zonitel.sms.autoconfigure.registration;

import java.util.regex.Pattern;

import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import com.zonitel.sms.autoconfigure.Secret;
import com.zonitel.sms.autoconfigure.UnresolvedPlaceholder;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.client.ZonitelCredential;
import com.zonitel.sms.client.ZonitelCredentials;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * {@link ZonitelCredentials} that reads the properties of the account for each call. An
 * invalid credential fails startup; later, the last valid one stays in use.
 */
class ConfiguredZonitelCredentials implements ZonitelCredentials {

	private static final Log logger = LogFactory.getLog(ConfiguredZonitelCredentials.class);

	private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]+");

	private final ZonitelProperties properties;

	private volatile ZonitelCredential lastValid;

	/**
	 * Create a new instance.
	 * @param properties the properties of the account
	 * @throws InvalidZonitelConfigurationException if a part of the credential is missing
	 */
	ConfiguredZonitelCredentials(ZonitelProperties properties) {
		this.properties = properties;
		this.lastValid = read(properties);
	}

	@Override
	public ZonitelCredential getCredential() {
		try {
			ZonitelCredential credential = read(this.properties);
			if (!credential.equals(this.lastValid)) {
				logger.info("Integration credential of Zonitel has changed and is used from now on");
				this.lastValid = credential;
			}
		}
		catch (InvalidZonitelConfigurationException ex) {
			logger.error(ex.getMessage() + " The last valid integration credential stays in use.");
		}
		return this.lastValid;
	}

	/**
	 * Check that the credential is either complete or missing altogether.
	 * @param properties the properties of the account
	 * @throws InvalidZonitelConfigurationException if only a part of it is missing
	 */
	static void checkComplete(ZonitelProperties properties) {
		if (isSet(properties.getClientId()) || isSet(properties.getAccessToken())) {
			read(properties);
		}
	}

	private static boolean isSet(@Nullable Secret secret) {
		return secret != null && StringUtils.hasText(secret.value());
	}

	private static ZonitelCredential read(ZonitelProperties properties) {
		return new ZonitelCredential(required(properties.getClientId(), "zonitel.client-id"),
				required(properties.getAccessToken(), "zonitel.access-token"));
	}

	private static String required(@Nullable Secret secret, String property) {
		if (secret == null || !isSet(secret)) {
			throw new InvalidZonitelConfigurationException(
					"The property '" + property + "' is not set, so that Zonitel's API cannot be called.",
					"Set it to the value that Zonitel shows when an integration credential is made. To register no"
							+ " webhook, set neither 'zonitel.client-id' nor 'zonitel.access-token', and"
							+ " 'zonitel.sms.registration.mode=off'.");
		}
		UnresolvedPlaceholder placeholder = UnresolvedPlaceholder.in(secret);
		if (placeholder != null) {
			throw new InvalidZonitelConfigurationException(placeholder.description(property),
					placeholder.advice() + " to the value that Zonitel shows when an integration credential is made.");
		}
		if (!VISIBLE_ASCII.matcher(secret.value()).matches()) {
			throw new InvalidZonitelConfigurationException(
					"The property '" + property + "' holds characters that no credential of Zonitel's has.",
					"Copy it once more, without spaces, quotes or line breaks around it.");
		}
		return secret.value();
	}

}
