package com.zonitel.sms.autoconfigure.registration;

import java.util.regex.Pattern;

import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import com.zonitel.sms.autoconfigure.Secret;
import com.zonitel.sms.autoconfigure.UnresolvedPlaceholder;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Credential with which Zonitel's API is called, checked.
 *
 * @param clientId the client identifier
 * @param accessToken the access token
 */
record IntegrationCredential(String clientId, String accessToken) {

	private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]+");

	/**
	 * Return the credential.
	 * @param properties the properties of the account
	 * @return the credential
	 * @throws InvalidZonitelConfigurationException if a part of it is missing
	 */
	static IntegrationCredential of(ZonitelProperties properties) {
		return new IntegrationCredential(required(properties.getClientId(), "zonitel.client-id"),
				required(properties.getAccessToken(), "zonitel.access-token"));
	}

	/**
	 * Check that the credential is either complete or missing altogether.
	 * @param properties the properties of the account
	 * @throws InvalidZonitelConfigurationException if only a part of it is missing
	 */
	static void checkComplete(ZonitelProperties properties) {
		if (isSet(properties.getClientId()) || isSet(properties.getAccessToken())) {
			of(properties);
		}
	}

	private static boolean isSet(@Nullable Secret secret) {
		return secret != null && StringUtils.hasText(secret.value());
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

	@Override
	public String toString() {
		return "IntegrationCredential[***]";
	}

}
