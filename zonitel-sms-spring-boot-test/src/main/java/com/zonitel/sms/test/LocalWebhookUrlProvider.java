package com.zonitel.sms.test;

import java.net.URI;

import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties.Authentication;
import com.zonitel.sms.autoconfigure.registration.WebhookUrls;
import com.zonitel.sms.registration.PublicUrls;
import com.zonitel.sms.registration.WebhookUrl;
import com.zonitel.sms.registration.WebhookUrlProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.http.server.LocalTestWebServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/**
 * {@link WebhookUrlProvider} that gives the test's own port, and without one has the
 * simulator call the application directly.
 */
class LocalWebhookUrlProvider implements WebhookUrlProvider {

	private final ConfigurableApplicationContext context;

	private final ZonitelSimulator simulator;

	private final SmsEventRecorder recorder;

	LocalWebhookUrlProvider(ConfigurableApplicationContext context, ZonitelSimulator simulator,
			SmsEventRecorder recorder) {
		this.context = context;
		this.simulator = simulator;
		this.recorder = recorder;
	}

	@Override
	public WebhookUrl getWebhookUrl() {
		ZonitelSmsWebhookProperties webhook = this.context.getBean(ZonitelSmsWebhookProperties.class);
		LocalTestWebServer server = LocalTestWebServer.get(this.context);
		NotificationSender sender = (server != null) ? new HttpNotificationSender() : mockSender();
		this.simulator.sendThrough(this.recorder.recording(sender));
		URI endpoint = (server != null)
				? PublicUrls.join(URI.create(server.uri()),
						this.context.getEnvironment().getProperty("spring.mvc.servlet.path", ""), webhook.getPath())
				: PublicUrls.join(URI.create("http://localhost"), webhook.getPath());
		return WebhookUrls.of(endpoint, webhook.getSecretLocation(), secret(webhook));
	}

	private NotificationSender mockSender() {
		return (this.context instanceof WebApplicationContext servletContext)
				? MockMvcNotificationSender.of(servletContext) : new WebHandlerNotificationSender(this.context);
	}

	private static @Nullable String secret(ZonitelSmsWebhookProperties webhook) {
		return (webhook.getAuthentication() != Authentication.NONE) ? webhook.getSecrets().get(0).value() : null;
	}

}
