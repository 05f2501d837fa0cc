package com.zonitel.sms.registration;

/**
 * What is done about the URL that is registered at Zonitel.
 *
 * @since 0.1.0
 */
public enum RegistrationMode {

	/**
	 * Register the URL if another one is registered, or none.
	 */
	ENSURE,

	/**
	 * Compare and report only.
	 */
	VERIFY,

	/**
	 * Never call Zonitel.
	 */
	OFF

}
