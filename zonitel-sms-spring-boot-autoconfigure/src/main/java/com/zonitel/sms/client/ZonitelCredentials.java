package com.zonitel.sms.client;

/**
 * Strategy that provides the integration credential for each call of Zonitel's API, so
 * that a rotated token takes effect without a restart.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ZonitelCredentials {

	/**
	 * Return the credential for the next call.
	 * @return the credential
	 */
	ZonitelCredential getCredential();

}
