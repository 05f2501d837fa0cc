package com.zonitel.sms.inbox;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Copy of an exception for logs and traces, with the types and stack traces of the
 * exception and its causes, but without their messages: the message of a listener's
 * exception may quote the SMS.
 *
 * @since 0.1.0
 */
public final class RedactedException extends Exception {

	private static final int MAX_CAUSES = 10;

	private static final StackTraceElement[] NO_STACK_TRACE = {};

	/**
	 * Class name of the original exception.
	 */
	private final String type;

	private RedactedException(String type, StackTraceElement[] stackTrace, @Nullable Throwable cause) {
		super(null, cause, false, true);
		this.type = type;
		setStackTrace(stackTrace);
	}

	/**
	 * Copy an exception. Parts of it that cannot be read are left out.
	 * @param original the exception
	 * @return the copy
	 */
	public static RedactedException of(Throwable original) {
		return of(original, MAX_CAUSES);
	}

	private static RedactedException of(Throwable original, int maxCauses) {
		Throwable cause = read(original::getCause, null);
		StackTraceElement[] stackTrace = read(original::getStackTrace, NO_STACK_TRACE);
		return new RedactedException(original.getClass().getName(), stackTrace,
				(cause != null && maxCauses > 0) ? of(cause, maxCauses - 1) : null);
	}

	// an exception of the application may override these methods, and they may throw
	private static <T extends @Nullable Object> T read(Supplier<T> accessor, T otherwise) {
		try {
			return accessor.get();
		}
		catch (Throwable ex) {
			return otherwise;
		}
	}

	@Override
	public String toString() {
		return this.type + " (message withheld)";
	}

}
