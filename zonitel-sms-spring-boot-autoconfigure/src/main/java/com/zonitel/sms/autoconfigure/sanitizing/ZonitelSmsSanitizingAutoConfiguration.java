package com.zonitel.sms.autoconfigure.sanitizing;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.SecretConverter;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.web.exchanges.HttpExchangesEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps this starter's secrets
 * out of the actuator, also where it shows values.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZonitelSmsAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ SanitizingFunction.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnZonitelFeature(ZonitelFeature.ANY)
@EnableConfigurationProperties({ ZonitelProperties.class, ZonitelSmsWebhookProperties.class })
@Import(SecretConverter.class)
public final class ZonitelSmsSanitizingAutoConfiguration {

	ZonitelSmsSanitizingAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SecretSanitizingFunction zonitelSmsSanitizingFunction(ZonitelProperties zonitel,
			ZonitelSmsWebhookProperties webhook) {
		return new SecretSanitizingFunction(zonitel, webhook);
	}

	/**
	 * Configuration for a host that records HTTP exchanges, with their queries.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(HttpExchangesEndpoint.class)
	@ConditionalOnBean(HttpExchangesEndpoint.class)
	static class HttpExchangesConfiguration {

		@Bean
		@ConditionalOnMissingBean
		MaskedHttpExchangesEndpointExtension zonitelSmsHttpExchangesEndpointExtension(HttpExchangesEndpoint endpoint,
				ZonitelSmsWebhookProperties webhook) {
			return new MaskedHttpExchangesEndpointExtension(endpoint, webhook.getPath());
		}

	}

}
