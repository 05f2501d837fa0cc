package com.zonitel.sms.autoconfigure.security;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.security.SmsWebhookRequestMatcher;
import com.zonitel.sms.webhook.security.SmsWebhookSecurityPostProcessor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.server.WebFilterChainProxy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that lets Zonitel's requests pass
 * Spring Security, since they are authenticated by the webhook itself. Never contributes
 * a filter chain: one more chain makes that of Spring Boot back off.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZonitelSmsAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnZonitelFeature(ZonitelFeature.SECURITY_PERMIT)
@ConditionalOnBean(SmsWebhookReceiver.class)
public final class ZonitelSmsWebhookSecurityAutoConfiguration {

	ZonitelSmsWebhookSecurityAutoConfiguration() {
	}

	/**
	 * Configuration for a servlet host.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(WebSecurityCustomizer.class)
	static class ServletConfiguration {

		@Bean
		WebSecurityCustomizer zonitelSmsWebSecurityCustomizer() {
			return (web) -> web.ignoring().requestMatchers(new SmsWebhookRequestMatcher());
		}

	}

	/**
	 * Configuration for a reactive host.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(WebFilterChainProxy.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		static SmsWebhookSecurityPostProcessor zonitelSmsWebhookSecurityPostProcessor() {
			return new SmsWebhookSecurityPostProcessor();
		}

	}

}
