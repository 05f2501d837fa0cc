package com.zonitel.sms.probe;

/**
 * What the answer to a {@link ProbeChallenge} proves.
 *
 * @since 0.1.0
 */
public enum ProbeProof {

	/**
	 * Nothing: nobody who knows the secret has answered.
	 */
	NONE,

	/**
	 * A deployment that knows the secret has answered, and the URL of the probe carried
	 * an accepted secret when it arrived there.
	 */
	SECRET_ARRIVED,

	/**
	 * A deployment that knows the secret has answered, but the URL of the probe no longer
	 * carried an accepted secret when it arrived there.
	 */
	SECRET_MISSING

}
