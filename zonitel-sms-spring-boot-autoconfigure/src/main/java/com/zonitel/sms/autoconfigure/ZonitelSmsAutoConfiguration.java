package com.zonitel.sms.autoconfigure;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;

import com.zonitel.sms.inbox.ContextEventPublisher;
import com.zonitel.sms.inbox.MemorySmsInbox;
import com.zonitel.sms.inbox.SmsDeliveryObserver;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.listener.SmsEventListenerFactory;
import com.zonitel.sms.inbox.listener.SmsListeners;
import com.zonitel.sms.notification.TraceFields;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SecretSmsWebhookAuthenticator;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookAuthenticator;
import com.zonitel.sms.webhook.SmsWebhookCapture;
import com.zonitel.sms.webhook.SmsWebhookObserver;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for receiving SMS notifications,
 * whatever the web stack.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@EnableConfigurationProperties({ ZonitelProperties.class, ZonitelSmsWebhookProperties.class,
		ZonitelSmsInboxProperties.class })
@Import(SecretConverter.class)
@ImportRuntimeHints(ZonitelSmsRuntimeHints.class)
public final class ZonitelSmsAutoConfiguration {

	private static final int MEMORY_INBOX_CONCURRENCY = 16;

	private static final Log logger = LogFactory.getLog(ZonitelSmsAutoConfiguration.class);

	ZonitelSmsAutoConfiguration() {
	}

	@Bean
	static LazyInitializationExcludeFilter zonitelSmsLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(SmsInbox.class, SmsWebhookReceiver.class);
	}

	@Bean
	@ConditionalOnMissingBean(SmsInbox.class)
	@ConditionalOnZonitelFeature(ZonitelFeature.MEMORY_INBOX)
	MemorySmsInbox zonitelSmsInbox(ZonitelSmsInboxProperties inbox, SmsEventPublisher publisher,
			Environment environment) {
		return new MemorySmsInbox(publisher,
				(inbox.getConcurrency() != null) ? inbox.getConcurrency() : MEMORY_INBOX_CONCURRENCY,
				inbox.getCapacity(), inbox.getDeduplicationWindow(), Threading.VIRTUAL.isActive(environment));
	}

	// lazy, since an authenticator of the application may need no secrets
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	WebhookSecrets zonitelSmsWebhookSecrets(ZonitelSmsWebhookProperties webhook,
			ObjectProvider<WebhookRegistration> registration) {
		return new WebhookSecrets(webhook,
				(secret) -> registration.stream().anyMatch((it) -> it.getState().mayCarry(secret)));
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookAuthenticator zonitelSmsWebhookAuthenticator(ZonitelSmsWebhookProperties webhook,
			ObjectProvider<WebhookSecrets> secrets) {
		if (webhook.getAuthentication() == ZonitelSmsWebhookProperties.Authentication.NONE) {
			logger.warn("Callers of the SMS webhook are not authenticated: anyone who reaches it can send"
					+ " notifications ('zonitel.sms.webhook.authentication' is 'none')");
			return (request) -> SmsWebhookAuthentication.accepted();
		}
		return new SecretSmsWebhookAuthenticator(secrets.getObject()::getAccepted);
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookReceiver zonitelSmsWebhookReceiver(ZonitelSmsWebhookProperties webhook,
			SmsWebhookAuthenticator authenticator, SmsInbox inbox, ObjectProvider<SmsWebhookObserver> observers,
			ObjectProvider<TraceFields> traceFields) {
		return new SmsWebhookReceiver(authenticator, inbox, (int) webhook.getMaxBodySize().toBytes(),
				webhook.getAcknowledgeWithin(), Clock.systemUTC(), observers.orderedStream().toList(),
				traceFields.getIfAvailable(() -> TraceFields.NONE), capture(webhook.getCapture().getFile()));
	}

	private static @Nullable SmsWebhookCapture capture(@Nullable Path file) {
		if (file == null) {
			return null;
		}
		try {
			SmsWebhookCapture capture = new SmsWebhookCapture(file);
			logger.warn("Requests to the SMS webhook are captured, redacted, in '" + file.toAbsolutePath()
					+ "' ('zonitel.sms.webhook.capture.file' is set)");
			return capture;
		}
		catch (IOException ex) {
			throw new InvalidZonitelConfigurationException(
					"The file '%s' of the property 'zonitel.sms.webhook.capture.file' cannot be used: %s".formatted(
							file,
							(ex instanceof FileSystemException) ? ex.getClass().getSimpleName() : ex.getMessage()),
					"Name a file that does not exist yet, in a directory that does, or one that only its owner can read"
							+ " and write; or do not set the property.");
		}
	}

	/**
	 * The publisher of events and, unless the application has one of its own, the
	 * inspection of the listeners that it reaches.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(SmsEventPublisher.class)
	static class PublisherConfiguration {

		@Bean
		SmsEventPublisher zonitelSmsEventPublisher(ApplicationContext context,
				ObjectProvider<SmsDeliveryObserver> observers) {
			return new SmsEventPublisher(new ContextEventPublisher(context),
					observers.orderedStream().reduce(SmsDeliveryObserver::around).orElse(SmsDeliveryObserver.NONE));
		}

		@Bean
		@ConditionalOnMissingBean
		static SmsEventListenerFactory zonitelSmsEventListenerFactory() {
			return new SmsEventListenerFactory();
		}

		@Bean
		@ConditionalOnMissingBean
		SmsListeners zonitelSmsListeners(ApplicationContext context) {
			return new SmsListeners(context);
		}

	}

}
