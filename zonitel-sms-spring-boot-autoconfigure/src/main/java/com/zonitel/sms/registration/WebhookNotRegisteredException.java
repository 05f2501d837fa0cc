package com.zonitel.sms.registration;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when startup depends on the registration of the webhook and it failed. Quotes no
 * secret.
 *
 * @since 0.1.0
 */
public class WebhookNotRegisteredException extends RuntimeException {

	/**
	 * Advice to the operator.
	 */
	private final String advice;

	WebhookNotRegisteredException(@Nullable String reason, String advice, @Nullable Throwable cause) {
		super("SMS webhook is not registered: " + reason, cause);
		this.advice = advice;
	}

	/**
	 * Return the advice to the operator.
	 * @return the advice
	 */
	public String getAdvice() {
		return this.advice;
	}

}
