package com.zonitel.sms.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
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

	private static final Log logger = LogFactory.getLog(ZonitelSmsInactiveAutoConfiguration.class);

	ZonitelSmsInactiveAutoConfiguration() {
	}

	@Bean
	static InactiveNotice zonitelSmsInactiveNotice() {
		return new InactiveNotice();
	}

	@Bean
	static LazyInitializationExcludeFilter zonitelSmsInactiveNoticeLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(InactiveNotice.class);
	}

	/**
	 * Writes the one line.
	 */
	static final class InactiveNotice implements SmartInitializingSingleton {

		@Override
		public void afterSingletonsInstantiated() {
			logger.info("Zonitel SMS is inactive, since no 'zonitel.*' property is set");
		}

	}

}
