package com.zonitel.sms.webhook;

/**
 * Tests for the contract of the webhook on Netty.
 */
class NettyWebhookContractTests extends WebhookContractTests {

	NettyWebhookContractTests() {
		super("Netty", "--spring.main.web-application-type=reactive");
	}

}
