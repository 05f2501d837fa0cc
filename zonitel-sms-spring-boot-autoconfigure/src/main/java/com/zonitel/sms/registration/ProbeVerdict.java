package com.zonitel.sms.registration;

/**
 * What a probe of the public URL has found out.
 *
 * @since 0.1.0
 */
public enum ProbeVerdict {

	/**
	 * This deployment answers, and the URL's secret arrives.
	 */
	REACHABLE,

	/**
	 * A deployment of the starter answers that does not know the secret.
	 */
	OTHER_DEPLOYMENT,

	/**
	 * This deployment answers, but the URL's secret is lost on the way.
	 */
	SECRET_LOST,

	/**
	 * Something that is no webhook of the starter answers.
	 */
	WRONG,

	/**
	 * Nobody answers, or somebody who may not let probes pass for now.
	 */
	UNKNOWN;

	/**
	 * Return whether this deployment has answered.
	 * @return whether the answer proved that the secret is known there
	 */
	public boolean isProof() {
		return this == REACHABLE || this == SECRET_LOST;
	}

}
