package com.zonitel.sms.webhook;

/**
 * Tests for {@link SmsWebhookProbes} on Netty.
 */
class NettySmsWebhookProbesTests extends SmsWebhookProbesTests {

	NettySmsWebhookProbesTests() {
		super("--spring.main.web-application-type=reactive");
	}

}
