package com.zonitel.sms.autoconfigure.webhook;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.WebContextPath;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.webhook.SecretLocation;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.servlet.SmsWebhookBodyFilter;
import com.zonitel.sms.webhook.servlet.SmsWebhookHandlerMapping;
import com.zonitel.sms.webhook.servlet.SmsWebhookRequestHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
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
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@ConditionalOnBean(SmsWebhookReceiver.class)
public final class ZonitelSmsWebhookServletAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ZonitelSmsWebhookServletAutoConfiguration.class);

	ZonitelSmsWebhookServletAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookRequestHandler zonitelSmsWebhookRequestHandler(ZonitelSmsWebhookProperties webhook,
			SmsWebhookReceiver receiver, ApplicationContext context) {
		return new SmsWebhookRequestHandler(receiver, DirectThreads.of(context, webhook.getAcknowledgeWithin()));
	}

	@Bean
	@ConditionalOnMissingBean
	SmsWebhookHandlerMapping zonitelSmsWebhookHandlerMapping(ZonitelSmsWebhookProperties webhook,
			SmsWebhookRequestHandler handler, ObjectProvider<DispatcherServletPath> servletPaths,
			ApplicationContext context) {
		String servletPath = servletPath(servletPaths);
		logger.info("SMS webhook available at '" + WebContextPath.of(context) + servletPath + webhook.getPath() + "'");
		return new SmsWebhookHandlerMapping(servletPath, webhook.getPath(), webhook.getSecretLocation(), handler);
	}

	@Bean
	@ConditionalOnMissingFilterBean(SmsWebhookBodyFilter.class)
	FilterRegistrationBean<SmsWebhookBodyFilter> zonitelSmsWebhookBodyFilter(ZonitelSmsWebhookProperties webhook,
			ObjectProvider<DispatcherServletPath> servletPaths) {
		boolean secretInPath = (webhook.getSecretLocation() == SecretLocation.PATH);
		FilterRegistrationBean<SmsWebhookBodyFilter> registration = new FilterRegistrationBean<>(
				new SmsWebhookBodyFilter());
		registration.addUrlPatterns(servletPath(servletPaths) + webhook.getPath() + (secretInPath ? "/*" : ""));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	private static String servletPath(ObjectProvider<DispatcherServletPath> servletPaths) {
		return servletPaths.stream().map(DispatcherServletPath::getPrefix).findFirst().orElse("");
	}

}
