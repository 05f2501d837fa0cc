package com.zonitel.sms.registration;

import com.zonitel.sms.registration.RegistrationState.Status;
import org.jspecify.annotations.Nullable;

/**
 * Strategy that decides what is registered at Zonitel. Each call is one attempt.
 *
 * @since 0.1.0
 */
public interface WebhookRegistrar {

	/**
	 * Compare, and register the webhook if it is not. What is {@link Status#UNCONFIRMED}
	 * afterwards is {@link #verify() verified} next, and not registered again.
	 * @param replace the policy for URLs that are registered already
	 * @return what is known afterwards
	 * @throws com.zonitel.sms.client.ZonitelApiException if Zonitel could not be asked
	 */
	RegistrationState register(ReplacePolicy replace);

	/**
	 * Return the URL that should be registered now, without a call of Zonitel's API.
	 * @return the URL, or {@code null} if it does not change while the application runs
	 */
	default @Nullable WebhookUrl getExpectedUrl() {
		return null;
	}

	/**
	 * Compare only.
	 * @return what is known afterwards
	 * @throws com.zonitel.sms.client.ZonitelApiException if Zonitel could not be asked
	 */
	RegistrationState verify();

}
