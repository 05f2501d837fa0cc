package com.zonitel.sms.webhook;

/**
 * Tests for {@link SmsWebhookProbes} on Tomcat.
 */
class TomcatSmsWebhookProbesTests extends SmsWebhookProbesTests {

	TomcatSmsWebhookProbesTests() {
		super();
	}

}
