package com.zonitel.sms.webhook;

/**
 * Tests for {@link SmsWebhookProbes} on Jetty.
 */
class JettySmsWebhookProbesTests extends SmsWebhookProbesTests {

	JettySmsWebhookProbesTests() {
		super("--spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");
	}

}
