package com.zonitel.sms.autoconfigure.webhook;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.WebContextPath;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.reactive.SmsWebhookHandler;
import com.zonitel.sms.webhook.reactive.SmsWebhookHandlerMapping;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the webhook of a reactive host.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZonitelSmsAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@ConditionalOnBean(SmsWebhookReceiver.class)
public final class ZonitelSmsWebhookReactiveAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ZonitelSmsWebhookReactiveAutoConfiguration.class);

	ZonitelSmsWebhookReactiveAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookHandler zonitelSmsWebhookHandler(SmsWebhookReceiver receiver) {
		return new SmsWebhookHandler(receiver);
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookHandlerMapping zonitelSmsWebhookHandlerMapping(ZonitelSmsWebhookProperties webhook,
			SmsWebhookHandler handler, ApplicationContext context) {
		logger.info("SMS webhook available at '" + WebContextPath.of(context) + webhook.getPath() + "'");
		return new SmsWebhookHandlerMapping(webhook.getPath(), webhook.getSecretLocation(), handler);
	}

}
