package com.zonitel.sms.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that says why nothing is received.
 * Ahead of time it also registers {@link AheadOfTimeFeatures}.
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
	 * Removes, at run time, the beans of features that are not enabled.
	 */
	@Bean
	@Conditional(OnAheadOfTimeCondition.class)
	static AheadOfTimeFeatures zonitelSmsAheadOfTimeFeatures(Environment environment) {
		return new AheadOfTimeFeatures(environment);
	}

	private static StartupNotice notice(Environment environment, @Nullable String reason) {
		String given = ZonitelFeature.ANY.isEnabled(environment) ? reason : "no 'zonitel.*' property is set";
		return (given != null) ? new StartupNotice("Zonitel SMS is inactive, since " + given) : StartupNotice.NONE;
	}

	/**
	 * Configuration for a web application, whose webhook may be switched off.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	static class WebApplicationConfiguration {

		@Bean
		StartupNotice zonitelSmsInactiveNotice(Environment environment) {
			return notice(environment,
					ZonitelFeature.WEBHOOK.isEnabled(environment) ? null : "'zonitel.sms.webhook.enabled' is 'false'");
		}

	}

	/**
	 * Configuration for an application that cannot receive anything.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnNotWebApplication
	static class NotWebApplicationConfiguration {

		@Bean
		StartupNotice zonitelSmsInactiveNotice(Environment environment) {
			return notice(environment, "this is not a web application");
		}

	}

}
