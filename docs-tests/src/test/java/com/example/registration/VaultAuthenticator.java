package com.example.registration;

import java.util.List;

import com.zonitel.sms.probe.ProbeKey;
import com.zonitel.sms.probe.ProbeKeys;
import com.zonitel.sms.webhook.SecretSmsWebhookAuthenticator;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookAuthenticator;
import com.zonitel.sms.webhook.SmsWebhookRequest;

class VaultAuthenticator implements SmsWebhookAuthenticator, ProbeKeys {

	private final String secret;

	VaultAuthenticator(String secret) {
		this.secret = secret;
	}

	@Override
	public SmsWebhookAuthentication authenticate(SmsWebhookRequest request) {
		return new SecretSmsWebhookAuthenticator(List.of(this.secret)).authenticate(request);
	}

	@Override
	public List<ProbeKey> getProbeKeys() {
		return List.of(new ProbeKey(this.secret));
	}

}
