package com.zonitel.sms.autoconfigure.webhook;

import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.webhook.SecretLocation;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.servlet.SmsWebhookBodyFilterRegistrationBean;
import com.zonitel.sms.webhook.servlet.SmsWebhookHandlerMapping;
import com.zonitel.sms.webhook.servlet.SmsWebhookRequestHandler;
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
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the webhook of a servlet host.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZonitelSmsAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(SmsWebhookReceiver.class)
public final class ZonitelSmsWebhookServletAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ZonitelSmsWebhookServletAutoConfiguration.class);

	ZonitelSmsWebhookServletAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookRequestHandler zonitelSmsWebhookRequestHandler(SmsWebhookReceiver receiver) {
		return new SmsWebhookRequestHandler(receiver);
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookHandlerMapping zonitelSmsWebhookHandlerMapping(ZonitelSmsWebhookProperties webhook,
			SmsWebhookRequestHandler handler) {
		logger.info("SMS webhook available at '" + webhook.getPath() + "'");
		return new SmsWebhookHandlerMapping(webhook.getPath(), webhook.getSecretLocation(), handler);
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookBodyFilterRegistrationBean zonitelSmsWebhookBodyFilter(ZonitelSmsWebhookProperties webhook,
			Environment environment) {
		boolean secretInPath = (webhook.getSecretLocation() == SecretLocation.PATH);
		String servletPath = StringUtils.trimTrailingCharacter(environment.getProperty("spring.mvc.servlet.path", ""),
				'/');
		return new SmsWebhookBodyFilterRegistrationBean(servletPath + webhook.getPath() + (secretInPath ? "/*" : ""));
	}

}
