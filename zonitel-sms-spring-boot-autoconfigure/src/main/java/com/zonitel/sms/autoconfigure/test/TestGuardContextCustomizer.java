package com.zonitel.sms.autoconfigure.test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * {@link ContextCustomizer} that adds a {@link TestGuardPropertySource}. All instances
 * are equal, so that the contexts of tests stay cached.
 */
record TestGuardContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		context.getEnvironment().getPropertySources().addFirst(new TestGuardPropertySource(context));
	}

}
