package com.zonitel.sms.autoconfigure.health;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.autoconfigure.registration.ZonitelSmsRegistrationAutoConfiguration;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.listener.SmsListeners;
import com.zonitel.sms.observability.ZonitelSmsHealthIndicator;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of receiving SMS.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ZonitelSmsAutoConfiguration.class, ZonitelSmsRegistrationAutoConfiguration.class })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@ConditionalOnBean(SmsWebhookReceiver.class)
@ConditionalOnEnabledHealthIndicator("zonitelsms")
public final class ZonitelSmsHealthContributorAutoConfiguration {

	ZonitelSmsHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(value = ZonitelSmsHealthIndicator.class,
			name = { "zonitelSmsHealthIndicator", "zonitelSmsHealthContributor" })
	ZonitelSmsHealthIndicator zonitelSmsHealthIndicator(SmsWebhookReceiver receiver, SmsInbox inbox,
			ObjectProvider<WebhookRegistration> registration, ObjectProvider<SmsListeners> listeners,
			ZonitelSmsWebhookProperties webhook) {
		return new ZonitelSmsHealthIndicator(receiver, inbox, registration.getIfAvailable(),
				webhook.getAuthentication() != ZonitelSmsWebhookProperties.Authentication.NONE,
				listeners.getIfAvailable());
	}

}
