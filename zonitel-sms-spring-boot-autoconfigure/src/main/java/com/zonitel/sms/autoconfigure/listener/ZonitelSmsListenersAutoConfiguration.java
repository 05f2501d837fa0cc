package com.zonitel.sms.autoconfigure.listener;

import java.util.List;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.inbox.MemorySmsInbox;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.listener.SmsListeners;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the check, at startup, of the
 * application's listeners.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZonitelSmsAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@ConditionalOnBean(SmsListeners.class)
@EnableConfigurationProperties(ZonitelSmsListenersProperties.class)
@ImportRuntimeHints(ZonitelSmsListenersAutoConfiguration.TargetMethodHints.class)
public final class ZonitelSmsListenersAutoConfiguration {

	private static final String EVENT_PUBLICATION_REGISTRY = "org.springframework.modulith.events.core.EventPublicationRegistry";

	ZonitelSmsListenersAutoConfiguration() {
	}

	@Bean
	static LazyInitializationExcludeFilter zonitelSmsListenerCheckLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(SmsListenerCheck.class);
	}

	@Bean
	@ConditionalOnMissingBean
	SmsListenerCheck zonitelSmsListenerCheck(SmsListeners listeners, SmsInbox inbox, Environment environment,
			ListableBeanFactory beanFactory, ZonitelSmsListenersProperties properties) {
		return new SmsListenerCheck(listeners, transactionalDelivery(inbox, environment, beanFactory),
				properties.isCheck());
	}

	private static TransactionalDelivery transactionalDelivery(SmsInbox inbox, Environment environment,
			ListableBeanFactory beanFactory) {
		String inboxClass = AopUtils.getTargetClass(inbox).getName();
		boolean jdbc = inboxClass.startsWith("com.zonitel.sms.inbox.jdbc.");
		if (!jdbc && !inboxClass.equals(MemorySmsInbox.class.getName())) {
			return TransactionalDelivery.UNKNOWN;
		}
		if (!jdbc || !environment.getProperty("zonitel.sms.inbox.jdbc.transactional-delivery", Boolean.class, false)) {
			return TransactionalDelivery.OFF;
		}
		return hasEventPublicationRegistry(beanFactory) ? TransactionalDelivery.ON_WITH_REGISTRY
				: TransactionalDelivery.ON;
	}

	private static boolean hasEventPublicationRegistry(ListableBeanFactory beanFactory) {
		ClassLoader classLoader = ZonitelSmsListenersAutoConfiguration.class.getClassLoader();
		return ClassUtils.isPresent(EVENT_PUBLICATION_REGISTRY, classLoader)
				&& beanFactory.getBeanNamesForType(ClassUtils.resolveClassName(EVENT_PUBLICATION_REGISTRY, classLoader),
						true, false).length > 0;
	}

	/**
	 * Hints for the method that a listener's adapter calls.
	 */
	static class TargetMethodHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection()
				.registerType(ApplicationListenerMethodAdapter.class,
						(type) -> type.withMethod("getTargetMethod", List.of(), ExecutableMode.INVOKE));
		}

	}

}
