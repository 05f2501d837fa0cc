package com.zonitel.sms.test;

import java.util.Map;
import java.util.UUID;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * {@link ContextCustomizer} that starts a simulator and points the starter at it.
 */
record SimulatorContextCustomizer() implements ContextCustomizer {

	/**
	 * By this name the starter knows that its tests may register.
	 */
	private static final String PROPERTY_SOURCE = "zonitelSimulator";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		if (!AotDetector.useGeneratedArtifacts()) {
			registerUrlProvider((BeanDefinitionRegistry) context.getBeanFactory());
		}
		if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			startSimulator(context);
		}
	}

	private static void registerUrlProvider(BeanDefinitionRegistry registry) {
		RootBeanDefinition urlProvider = new RootBeanDefinition(LocalWebhookUrlProvider.class);
		urlProvider.setPrimary(true);
		registry.registerBeanDefinition("zonitelSimulatorWebhookUrlProvider", urlProvider);
	}

	private static void startSimulator(ConfigurableApplicationContext context) {
		ZonitelSimulator simulator = ZonitelSimulator.start();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource(PROPERTY_SOURCE, properties(simulator)));
		DefaultSingletonBeanRegistry registry = (DefaultSingletonBeanRegistry) context.getBeanFactory();
		registry.registerSingleton("zonitelSimulator", simulator);
		registry.registerDisposableBean("zonitelSimulator", simulator::close);
		SmsEventRecorder recorder = new SmsEventRecorder(context);
		registry.registerSingleton("zonitelSmsEventRecorder", recorder);
		context.addApplicationListener(recorder);
	}

	// with fail-fast the webhook is registered before the first test method runs
	private static Map<String, Object> properties(ZonitelSimulator simulator) {
		return Map.of("zonitel.client-id", ZonitelSimulator.CLIENT_ID, "zonitel.access-token",
				ZonitelSimulator.ACCESS_TOKEN, "zonitel.api.base-url", simulator.baseUrl().toString(),
				"zonitel.sms.webhook.secrets", UUID.randomUUID() + "-" + UUID.randomUUID(),
				"zonitel.sms.registration.mode", "ensure", "zonitel.sms.registration.fail-fast", "true");
	}

}
