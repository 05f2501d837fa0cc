package com.zonitel.sms.autoconfigure.endpoint;

import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.registration.ZonitelSmsRegistrationAutoConfiguration;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.inbox.SmsInbox;
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
 * {@link EnableAutoConfiguration Auto-configuration} for the actuator endpoint
 * {@code zonitelsms}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ZonitelSmsAutoConfiguration.class, ZonitelSmsRegistrationAutoConfiguration.class })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(SmsWebhookReceiver.class)
@ConditionalOnAvailableEndpoint(ZonitelSmsEndpoint.class)
public final class ZonitelSmsEndpointAutoConfiguration {

	ZonitelSmsEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ZonitelSmsEndpoint zonitelSmsEndpoint(SmsWebhookReceiver receiver, SmsInbox inbox,
			ObjectProvider<WebhookRegistration> registration, ObjectProvider<SmsDeadLetters> deadLetters) {
		return new ZonitelSmsEndpoint(receiver, inbox, registration.getIfAvailable(), deadLetters.getIfAvailable());
	}

}
