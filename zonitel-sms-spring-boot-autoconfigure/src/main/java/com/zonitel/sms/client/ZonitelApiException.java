package com.zonitel.sms.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call of Zonitel's API does not succeed. Carries neither credentials nor
 * anything of the answer's body.
 *
 * @since 0.1.0
 */
public class ZonitelApiException extends RuntimeException {

	/**
	 * Reason for which the call did not succeed.
	 */
	private final Reason reason;

	/**
	 * Time that Zonitel asks to wait, or {@code null} if it does not say.
	 */
	private final @Nullable Duration retryAfter;

	/**
	 * Create a new instance.
	 * @param reason the reason for which the call did not succeed
	 * @param message the description of the failure, without credentials
	 * @param retryAfter the time that Zonitel asks to wait, or {@code null}
	 */
	public ZonitelApiException(Reason reason, String message, @Nullable Duration retryAfter) {
		super(message);
		this.reason = reason;
		this.retryAfter = retryAfter;
	}

	/**
	 * Return why the call did not succeed.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Return how long Zonitel asks to wait before the next call.
	 * @return the time, or {@code null} if Zonitel does not say
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return whether the same call may succeed later.
	 * @return whether to try again
	 */
	public boolean isRetryable() {
		return this.reason.retryable;
	}

	/**
	 * Why a call did not succeed.
	 */
	public enum Reason {

		/**
		 * Status 400.
		 */
		BAD_REQUEST(false),

		/**
		 * Status 401.
		 */
		UNAUTHENTICATED(false),

		/**
		 * Status 403.
		 */
		ACCESS_DENIED(false),

		/**
		 * Status 404.
		 */
		NOT_FOUND(false),

		/**
		 * Status 429.
		 */
		RATE_LIMITED(true),

		/**
		 * Any status from 500 to 599.
		 */
		SERVER_ERROR(true),

		/**
		 * No connection, no answer in time, or an answer cut short.
		 */
		TRANSPORT(true),

		/**
		 * The call could not be made, or its answer not be handled, for a reason on this
		 * side of the connection.
		 */
		CALL_FAILED(true),

		/**
		 * An answer that is not as documented: another status, a redirect, or a body that
		 * is not the documented JSON.
		 */
		UNEXPECTED_ANSWER(true);

		private final boolean retryable;

		Reason(boolean retryable) {
			this.retryable = retryable;
		}

	}

}
