package com.zonitel.sms.inbox;

import org.jspecify.annotations.Nullable;

/**
 * Copy of an exception for logs and traces: types and stack traces without messages,
 * since the message of a listener's exception may quote the SMS.
 *
 * @since 0.1.0
 */
public final class RedactedException extends Exception {

	private static final int MAX_CAUSES = 10;

	private final String type;

	private RedactedException(Throwable original, @Nullable Throwable cause) {
		super(null, cause, false, true);
		this.type = original.getClass().getName();
		setStackTrace(original.getStackTrace());
	}

	/**
	 * Copy an exception.
	 * @param original the exception
	 * @return the copy
	 */
	public static RedactedException of(Throwable original) {
		return of(original, MAX_CAUSES);
	}

	private static RedactedException of(Throwable original, int remaining) {
		Throwable cause = original.getCause();
		return new RedactedException(original, (cause != null && remaining > 0) ? of(cause, remaining - 1) : null);
	}

	@Override
	public String toString() {
		return this.type + " (message withheld)";
	}

}
