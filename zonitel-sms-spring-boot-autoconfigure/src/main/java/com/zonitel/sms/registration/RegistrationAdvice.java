package com.zonitel.sms.registration;

import com.zonitel.sms.client.ZonitelApiException;

/**
 * Texts for operators: what is wrong with a registration, and what to do about it.
 */
final class RegistrationAdvice {

	private RegistrationAdvice() {
	}

	/**
	 * Return how the registered URL differs from the expected one.
	 * @param current the state of the registration
	 * @return a sentence without its full stop
	 */
	static String facts(RegistrationState current) {
		return (current.registered() != null) ? "Zonitel sends SMS notifications to '" + current.registered()
				+ "' and not to '" + current.expected() + "'"
				: "Zonitel has no webhook registered, and not '" + current.expected() + "'";
	}

	/**
	 * Return what can be done about a URL that differs.
	 * @param current the state of the registration
	 * @param mode the mode of registration
	 * @param replace the policy for URLs that are registered already
	 * @return the advice
	 */
	static String remedy(RegistrationState current, RegistrationMode mode, ReplacePolicy replace) {
		if (mode == RegistrationMode.VERIFY) {
			return "It is left so, since 'zonitel.sms.registration.mode' is 'verify'.";
		}
		if (current.registered() != null && replace == ReplacePolicy.NEVER) {
			return "It is left so, since 'zonitel.sms.registration.replace' is 'never'.";
		}
		if (current.registered() != null && current.expected() != null
				&& !current.registered().isSameHost(current.expected())) {
			return "It may be another environment's and is left so; to take over, set"
					+ " 'zonitel.sms.registration.replace=any'.";
		}
		return "Zonitel did not keep the URL; if it drops the query, set"
				+ " 'zonitel.sms.webhook.secret-location=path'.";
	}

	/**
	 * Return what can be done about a failed call.
	 * @param ex the failure
	 * @return the advice
	 */
	static String advice(ZonitelApiException ex) {
		return switch (ex.getReason()) {
			case BAD_REQUEST -> "Check the URL in 'zonitel.sms.webhook.public-base-url' or 'public-url'.";
			case UNAUTHENTICATED -> "Check 'zonitel.client-id' and 'zonitel.access-token'; the token may have expired"
					+ " or been revoked.";
			case ACCESS_DENIED -> "Check that the integration credential has the scope for SMS webhooks.";
			case NOT_FOUND -> "Check 'zonitel.api.base-url'.";
			case RATE_LIMITED -> "It is tried again when Zonitel allows it.";
			case SERVER_ERROR -> "It is tried again.";
			case TRANSPORT, CALL_FAILED, UNEXPECTED_ANSWER -> "It is tried again; check " + suspects(ex) + ".";
		};
	}

	/**
	 * Return what can be done about a failed call that is not tried again.
	 * @param ex the failure
	 * @return the advice
	 */
	static String adviceOnceStopped(ZonitelApiException ex) {
		return switch (ex.getReason()) {
			case RATE_LIMITED, SERVER_ERROR -> "Start the application again later.";
			case TRANSPORT, CALL_FAILED, UNEXPECTED_ANSWER -> "Check " + suspects(ex) + ".";
			default -> advice(ex);
		};
	}

	private static String suspects(ZonitelApiException ex) {
		return switch (ex.getReason()) {
			case TRANSPORT -> "'zonitel.api.base-url' and the way out of this network";
			case CALL_FAILED -> "beans of the application that take part, such as those that customize the RestClient";
			default -> "'zonitel.api.base-url' and proxies in between";
		};
	}

}
