package com.zonitel.sms.webhook;

/**
 * Tests for the contract of the webhook on Jetty.
 */
class JettyWebhookContractTests extends WebhookContractTests {

	JettyWebhookContractTests() {
		super("Jetty",
				"--spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");
	}

}
