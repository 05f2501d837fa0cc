package com.zonitel.sms.probe;

import java.security.SecureRandom;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Challenge that only a deployment with the same secret can answer. For one probe.
 *
 * @since 0.1.0
 */
public final class ProbeChallenge {

	private static final int NONCE_BYTES = 16;

	private static final SecureRandom random = new SecureRandom();

	private final ProbeKey key;

	private final String nonce;

	ProbeChallenge(ProbeKey key) {
		this.key = key;
		byte[] nonce = new byte[NONCE_BYTES];
		random.nextBytes(nonce);
		this.nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
	}

	/**
	 * Return the value to be sent.
	 * @return the nonce and the proof that it comes from somebody who knows the secret
	 */
	public String value() {
		return this.key.challenge(this.nonce);
	}

	/**
	 * Check an answer.
	 * @param answer the answer as received, or {@code null} if there was none
	 * @return what the answer proves
	 */
	public ProbeProof check(@Nullable String answer) {
		if (answer == null) {
			return ProbeProof.NONE;
		}
		if (ProbeKey.isSame(answer, this.key.proof(this.nonce, true))) {
			return ProbeProof.SECRET_ARRIVED;
		}
		return ProbeKey.isSame(answer, this.key.proof(this.nonce, false)) ? ProbeProof.SECRET_MISSING : ProbeProof.NONE;
	}

}
