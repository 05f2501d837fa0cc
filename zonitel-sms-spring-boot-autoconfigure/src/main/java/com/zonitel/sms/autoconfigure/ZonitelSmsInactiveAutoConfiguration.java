package com.zonitel.sms.autoconfigure;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that says why nothing is received,
 * and does nothing else.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
public final class ZonitelSmsInactiveAutoConfiguration {

	ZonitelSmsInactiveAutoConfiguration() {
	}

	@Bean
	static LazyInitializationExcludeFilter zonitelSmsInactiveLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(StartupNotice.class);
	}

	/**
	 * Nothing is set.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnZonitelConfigured(false)
	static class UnconfiguredConfiguration {

		@Bean
		StartupNotice zonitelSmsInactiveNotice() {
			return new StartupNotice("Zonitel SMS is inactive, since no 'zonitel.*' property is set");
		}

	}

	/**
	 * Something is set, but nothing can be received.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnNotWebApplication
	@ConditionalOnZonitelConfigured
	static class NotWebApplicationConfiguration {

		@Bean
		StartupNotice zonitelSmsInactiveNotice() {
			return new StartupNotice("Zonitel SMS is inactive, since this is not a web application");
		}

	}

	/**
	 * The webhook is switched off.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@ConditionalOnBooleanProperty(name = "zonitel.sms.webhook.enabled", havingValue = false)
	static class WebhookDisabledConfiguration {

		@Bean
		StartupNotice zonitelSmsInactiveNotice() {
			return new StartupNotice("Zonitel SMS is inactive, since 'zonitel.sms.webhook.enabled' is 'false'");
		}

	}

}
