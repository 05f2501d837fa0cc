package com.zonitel.sms.webhook;

import java.util.List;

import com.zonitel.sms.probe.ProbeKey;
import com.zonitel.sms.probe.ProbeKeys;
import com.zonitel.sms.probe.ProbeProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Answers probes by which a deployment recognizes itself at its public URL. Only a caller
 * that knows a secret is answered; a probe of anybody else is an ordinary request. A
 * replayed probe yields the same proof again, which is of use to nobody.
 */
final class SmsWebhookProbes {

	private final @Nullable ProbeKeys keys;

	SmsWebhookProbes(SmsWebhookAuthenticator authenticator) {
		this.keys = (authenticator instanceof ProbeKeys probeKeys) ? probeKeys : null;
	}

	/**
	 * Answer a request that is no notification, if it is a probe.
	 * @param request the head of the request
	 * @param secretArrived whether the request carried an accepted secret
	 * @return the response, or {@code null} if the request is not a probe by somebody who
	 * knows a secret
	 */
	@Nullable SmsWebhookResponse answer(SmsWebhookRequest request, boolean secretArrived) {
		if (this.keys == null || !isProbe(request)) {
			return null;
		}
		List<String> challenges = request.headers(ProbeProtocol.HEADER);
		String proof = (challenges.size() == 1) ? prove(this.keys.getProbeKeys(), challenges.get(0), secretArrived)
				: null;
		return (proof != null) ? new SmsWebhookProbeResponse(proof) : null;
	}

	private static boolean isProbe(SmsWebhookRequest request) {
		List<String> contentTypes = request.headers("Content-Type");
		return contentTypes.size() == 1 && contentTypes.get(0).equalsIgnoreCase(ProbeProtocol.MEDIA_TYPE);
	}

	// every key is tried, so that the time taken does not tell which one it was
	private static @Nullable String prove(List<ProbeKey> keys, String challenge, boolean secretArrived) {
		String proof = null;
		for (ProbeKey key : keys) {
			String candidate = key.answer(challenge, secretArrived);
			proof = (candidate != null) ? candidate : proof;
		}
		return proof;
	}

}
