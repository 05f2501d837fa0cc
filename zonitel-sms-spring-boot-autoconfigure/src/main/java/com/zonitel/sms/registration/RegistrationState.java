package com.zonitel.sms.registration;

import java.time.Instant;
import java.util.Objects;

import com.zonitel.sms.client.ZonitelApiException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the registration. Shows no secret.
 *
 * @param status the status
 * @param expected the URL that should be registered, or {@code null} if no attempt has
 * come to a result yet
 * @param registered the URL that was registered at the last check, or {@code null} if
 * none was or it is not known
 * @param checkedAt the time of the last check, or {@code null} if there was none
 * @param failure why the last check failed, or {@code null} if it did not
 * @since 0.1.0
 */
public record RegistrationState(Status status, @Nullable WebhookUrl expected, @Nullable WebhookUrl registered,
		@Nullable Instant checkedAt, ZonitelApiException.@Nullable Reason failure) {

	/**
	 * Return whether Zonitel may have a URL that carries the secret.
	 * @param secret the secret
	 * @return {@code false} if the URL that was registered at the last check is known not
	 * to carry it
	 */
	public boolean mayCarry(String secret) {
		if (this.registered != null) {
			return this.registered.carries(secret);
		}
		return this.status != Status.DIFFERS;
	}

	boolean isSameAs(RegistrationState other) {
		return this.status == other.status && Objects.equals(value(this.registered), value(other.registered));
	}

	private static @Nullable String value(@Nullable WebhookUrl url) {
		return (url != null) ? url.value() : null;
	}

	/**
	 * Status of a registration.
	 */
	public enum Status {

		/**
		 * There was no attempt yet.
		 */
		NEVER_ATTEMPTED,

		/**
		 * Zonitel has acknowledged the expected URL, which has not been read back yet. A
		 * failure may tell why.
		 */
		UNCONFIRMED,

		/**
		 * The expected URL is registered.
		 */
		REGISTERED,

		/**
		 * Another URL is registered, or none.
		 */
		DIFFERS,

		/**
		 * Zonitel could not be asked.
		 */
		FAILED

	}

}
