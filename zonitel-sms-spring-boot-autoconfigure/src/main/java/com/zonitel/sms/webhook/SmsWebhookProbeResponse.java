package com.zonitel.sms.webhook;

import com.zonitel.sms.probe.ProbeProtocol;

/**
 * {@link SmsWebhookResponse} to a probe by somebody who knows a secret.
 */
final class SmsWebhookProbeResponse implements SmsWebhookResponse {

	private static final byte[] NO_BODY = new byte[0];

	private final String proof;

	SmsWebhookProbeResponse(String proof) {
		this.proof = proof;
	}

	@Override
	public int status() {
		return 200;
	}

	@Override
	public byte[] body() {
		return NO_BODY;
	}

	@Override
	public String headerName() {
		return ProbeProtocol.HEADER;
	}

	@Override
	public String headerValue() {
		return this.proof;
	}

}
