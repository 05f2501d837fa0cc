package com.zonitel.sms.webhook;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Result of a {@link SmsWebhookAuthenticator}. Holds no secret.
 *
 * @since 0.1.0
 */
public final class SmsWebhookAuthentication {

	private static final SmsWebhookAuthentication REFUSED = new SmsWebhookAuthentication(false, null);

	private static final SmsWebhookAuthentication ACCEPTED = new SmsWebhookAuthentication(true, null);

	private final boolean authenticated;

	private final @Nullable Integer secretPosition;

	private SmsWebhookAuthentication(boolean authenticated, @Nullable Integer secretPosition) {
		this.authenticated = authenticated;
		this.secretPosition = secretPosition;
	}

	/**
	 * Return the result for a caller that is not known to be Zonitel.
	 * @return the result
	 */
	public static SmsWebhookAuthentication refused() {
		return REFUSED;
	}

	/**
	 * Return the result for a caller that was authenticated by other means than one of
	 * several secrets.
	 * @return the result
	 */
	public static SmsWebhookAuthentication accepted() {
		return ACCEPTED;
	}

	/**
	 * Return the result for a caller that knows one of several secrets.
	 * @param secretPosition the position of the secret among those that are accepted,
	 * from 0
	 * @return the result
	 */
	public static SmsWebhookAuthentication acceptedBy(int secretPosition) {
		Assert.isTrue(secretPosition >= 0, "'secretPosition' must not be negative");
		return new SmsWebhookAuthentication(true, secretPosition);
	}

	/**
	 * Return whether the caller may go on.
	 * @return whether the caller is authenticated
	 */
	public boolean isAuthenticated() {
		return this.authenticated;
	}

	/**
	 * Return by which of several secrets the caller was authenticated.
	 * @return the position of the secret, from 0; {@code null} if the caller is not
	 * authenticated, or by other means
	 */
	public @Nullable Integer getSecretPosition() {
		return this.secretPosition;
	}

	@Override
	public String toString() {
		return "SmsWebhookAuthentication[authenticated=" + this.authenticated + ", secretPosition="
				+ this.secretPosition + "]";
	}

}
