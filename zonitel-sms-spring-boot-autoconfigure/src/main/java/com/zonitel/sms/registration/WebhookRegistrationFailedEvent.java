package com.zonitel.sms.registration;

/**
 * The webhook could not be registered or verified, or is not registered since another
 * host's URL was found.
 *
 * @param state the state of the registration
 * @since 0.1.0
 */
public record WebhookRegistrationFailedEvent(RegistrationState state) {

}
