package com.zonitel.sms.probe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Key by which two deployments find out whether they share a secret. Each message is an
 * HMAC of a nonce under a label of its own, so that no message can be made from another.
 * Only a caller that knows the secret is answered.
 *
 * @since 0.1.0
 */
public final class ProbeKey {

	private static final String ALGORITHM = "HmacSHA256";

	private static final String CHALLENGE = "zonitel-sms-probe/1 challenge";

	private static final String SECRET_ARRIVED = "zonitel-sms-probe/1 secret arrived";

	private static final String SECRET_MISSING = "zonitel-sms-probe/1 secret missing";

	// 16 bytes of a nonce and 32 of an HMAC, in Base64 for URLs without padding
	private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}");

	private final SecretKeySpec key;

	/**
	 * Create a new instance.
	 * @param secret the secret
	 */
	public ProbeKey(String secret) {
		Assert.hasLength(secret, "'secret' must not be empty");
		this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
	}

	/**
	 * Create a challenge with a fresh nonce.
	 * @return the challenge
	 */
	public ProbeChallenge newChallenge() {
		return new ProbeChallenge(this);
	}

	/**
	 * Answer a challenge. Whether the challenge is right is compared in constant time.
	 * @param challenge the challenge as received
	 * @param secretArrived whether the URL of the probe carried an accepted secret
	 * @return the proof that this key knows the secret, or {@code null} if the challenge
	 * was not made with the same secret
	 */
	public @Nullable String answer(String challenge, boolean secretArrived) {
		if (!FORMAT.matcher(challenge).matches()) {
			return null;
		}
		String nonce = challenge.substring(0, challenge.indexOf('.'));
		return isSame(challenge, challenge(nonce)) ? proof(nonce, secretArrived) : null;
	}

	String challenge(String nonce) {
		return nonce + "." + sign(CHALLENGE, nonce);
	}

	String proof(String nonce, boolean secretArrived) {
		return sign(secretArrived ? SECRET_ARRIVED : SECRET_MISSING, nonce);
	}

	static boolean isSame(String first, String second) {
		return MessageDigest.isEqual(first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));
	}

	private String sign(String label, String nonce) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			mac.update((label + "\n" + nonce).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return "ProbeKey[***]";
	}

}
