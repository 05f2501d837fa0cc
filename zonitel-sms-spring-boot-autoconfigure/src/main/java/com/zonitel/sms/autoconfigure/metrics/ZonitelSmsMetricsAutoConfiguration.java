package com.zonitel.sms.autoconfigure.metrics;

import java.time.Clock;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.autoconfigure.registration.ZonitelSmsRegistrationAutoConfiguration;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.listener.SmsListeners;
import com.zonitel.sms.observability.SmsListenerMetrics;
import com.zonitel.sms.observability.SmsStateMetrics;
import com.zonitel.sms.observability.SmsWebhookMetrics;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for metrics of receiving SMS.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ZonitelSmsAutoConfiguration.class, ZonitelSmsRegistrationAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@ConditionalOnBean({ MeterRegistry.class, SmsWebhookReceiver.class })
public final class ZonitelSmsMetricsAutoConfiguration {

	ZonitelSmsMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookMetrics zonitelSmsWebhookMetrics(MeterRegistry registry, ZonitelSmsWebhookProperties webhook) {
		return new SmsWebhookMetrics(registry, webhook.getSecrets().size());
	}

	@Bean
	@ConditionalOnMissingBean
	SmsStateMetrics zonitelSmsStateMetrics(SmsWebhookReceiver receiver, SmsInbox inbox,
			ObjectProvider<WebhookRegistration> registration) {
		return new SmsStateMetrics(receiver, inbox, registration.getIfAvailable(), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnBean(SmsListeners.class)
	@ConditionalOnMissingBean
	SmsListenerMetrics zonitelSmsListenerMetrics(SmsListeners listeners) {
		return new SmsListenerMetrics(listeners);
	}

}
