package com.zonitel.sms.test;

import java.net.URI;

import com.zonitel.sms.registration.PublicUrls;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * {@link ContextCustomizer} that has no test reach Zonitel: registration is off unless
 * the API is one on this machine.
 */
record LocalOnlyContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		ConfigurableEnvironment environment = context.getEnvironment();
		environment.getPropertySources().addFirst(new RegistrationOff(environment));
	}

	/**
	 * {@link PropertySource} that cannot be enumerated, so that the starter, which is
	 * inactive while nothing of its own is set, stays so.
	 */
	private static final class RegistrationOff extends PropertySource<Object> {

		private final Environment environment;

		RegistrationOff(Environment environment) {
			super("zonitelRegistrationOff");
			this.environment = environment;
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return (name.equals("zonitel.sms.registration.mode") && !isLocal()) ? "off" : null;
		}

		private boolean isLocal() {
			URI baseUrl = this.environment.getProperty("zonitel.api.base-url", URI.class);
			return baseUrl != null && PublicUrls.isLoopback(baseUrl);
		}

	}

}
