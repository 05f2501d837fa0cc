package com.zonitel.sms.autoconfigure.endpoint;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.registration.ZonitelSmsRegistrationAutoConfiguration;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.observability.ZonitelSmsDeadLettersEndpoint;
import com.zonitel.sms.observability.ZonitelSmsEndpoint;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the actuator endpoints
 * {@code zonitelsms} and {@code zonitelsmsdeadletters}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ZonitelSmsAutoConfiguration.class, ZonitelSmsRegistrationAutoConfiguration.class })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@ConditionalOnBean(SmsWebhookReceiver.class)
public final class ZonitelSmsEndpointAutoConfiguration {

	ZonitelSmsEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	ZonitelSmsEndpoint zonitelSmsEndpoint(SmsWebhookReceiver receiver, SmsInbox inbox,
			ObjectProvider<WebhookRegistration> registration) {
		return new ZonitelSmsEndpoint(receiver, inbox, registration.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	ZonitelSmsDeadLettersEndpoint zonitelSmsDeadLettersEndpoint(ObjectProvider<SmsDeadLetters> deadLetters) {
		return new ZonitelSmsDeadLettersEndpoint(deadLetters.getIfAvailable());
	}

}
