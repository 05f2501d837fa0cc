package com.zonitel.sms.registration;

import java.time.Duration;

/**
 * How much proof is needed of the public URL, and how patiently it is awaited.
 *
 * @param silence the time for which inconclusive probes go on before the first warning is
 * logged
 * @param trustAfter the time over which only this deployment must have answered, once
 * another one had
 * @param proofs the number of probes that must have been proof in that time
 * @param proofInterval the time between these
 * @param firstProofs the number of probes in succession that must be proof before the URL
 * is first written
 * @param freshness the age up to which a result still counts when the URL is to be
 * written
 */
record ProbePolicy(Duration silence, Duration trustAfter, int proofs, Duration proofInterval, int firstProofs,
		Duration freshness) {

	static final ProbePolicy DEFAULT = new ProbePolicy(Duration.ofMinutes(2), Duration.ofSeconds(60), 6,
			Duration.ofSeconds(10), 3, Duration.ofSeconds(30));

}
