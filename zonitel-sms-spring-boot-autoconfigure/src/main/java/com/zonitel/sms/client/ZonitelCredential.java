package com.zonitel.sms.client;

import org.springframework.util.Assert;

/**
 * Integration credential with which Zonitel's API is called. Shows nothing of itself.
 *
 * @param clientId the client identifier
 * @param accessToken the access token
 * @since 0.1.0
 */
public record ZonitelCredential(String clientId, String accessToken) {

	/**
	 * Create a new instance.
	 * @param clientId the client identifier
	 * @param accessToken the access token
	 * @throws IllegalArgumentException if the identifier or the token is empty
	 */
	public ZonitelCredential {
		Assert.hasText(clientId, "'clientId' must not be empty");
		Assert.hasText(accessToken, "'accessToken' must not be empty");
	}

	@Override
	public String toString() {
		return "ZonitelCredential[***]";
	}

}
