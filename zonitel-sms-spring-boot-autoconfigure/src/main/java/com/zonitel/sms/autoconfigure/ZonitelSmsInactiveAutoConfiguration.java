package com.zonitel.sms.autoconfigure;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that says that nothing is configured
 * and does nothing else.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnZonitelConfigured(false)
public final class ZonitelSmsInactiveAutoConfiguration {

	ZonitelSmsInactiveAutoConfiguration() {
	}

	@Bean
	static StartupNotice zonitelSmsInactiveNotice() {
		return new StartupNotice("Zonitel SMS is inactive, since no 'zonitel.*' property is set");
	}

	@Bean
	static LazyInitializationExcludeFilter zonitelSmsInactiveNoticeLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(StartupNotice.class);
	}

}
