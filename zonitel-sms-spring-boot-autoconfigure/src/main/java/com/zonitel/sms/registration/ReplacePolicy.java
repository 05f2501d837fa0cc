package com.zonitel.sms.registration;

/**
 * Which registered URL may be replaced.
 *
 * @since 0.1.0
 */
public enum ReplacePolicy {

	/**
	 * None: the webhook is registered only where no URL is.
	 */
	NEVER,

	/**
	 * One with the same host.
	 */
	OWN_HOST,

	/**
	 * Any, that of another environment included.
	 */
	ANY

}
