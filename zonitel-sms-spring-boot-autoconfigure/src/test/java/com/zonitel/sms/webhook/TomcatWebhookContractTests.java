package com.zonitel.sms.webhook;

/**
 * Tests for the contract of the webhook on Tomcat.
 */
class TomcatWebhookContractTests extends WebhookContractTests {

	TomcatWebhookContractTests() {
		super("Tomcat");
	}

}
