package com.zonitel.sms.registration;

/**
 * Strategy that decides what is registered at Zonitel. Each call is one attempt.
 *
 * @since 0.1.0
 */
public interface WebhookRegistrar {

	/**
	 * Compare, and register the webhook if it is not.
	 * @param replace which registered URL may be replaced
	 * @return what is known afterwards
	 * @throws com.zonitel.sms.client.ZonitelApiException if Zonitel could not be asked
	 */
	RegistrationState register(ReplacePolicy replace);

	/**
	 * Compare only.
	 * @return what is known afterwards
	 * @throws com.zonitel.sms.client.ZonitelApiException if Zonitel could not be asked
	 */
	RegistrationState verify();

}
