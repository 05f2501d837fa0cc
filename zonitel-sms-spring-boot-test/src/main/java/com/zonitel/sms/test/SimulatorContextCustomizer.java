package com.zonitel.sms.test;

import java.util.Map;
import java.util.UUID;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
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
		ZonitelSimulator simulator = ZonitelSimulator.start();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource(PROPERTY_SOURCE, properties(simulator)));
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		RootBeanDefinition bean = new RootBeanDefinition(ZonitelSimulator.class, () -> simulator);
		bean.setDestroyMethodName("close");
		registry.registerBeanDefinition("zonitelSimulator", bean);
		SmsEventRecorder recorder = new SmsEventRecorder(context);
		context.addApplicationListener(recorder);
		RootBeanDefinition urlProvider = new RootBeanDefinition(LocalWebhookUrlProvider.class,
				() -> new LocalWebhookUrlProvider(context, simulator, recorder));
		urlProvider.setPrimary(true);
		registry.registerBeanDefinition("zonitelSimulatorWebhookUrlProvider", urlProvider);
	}

	// with fail-fast the webhook is registered before the first test method runs
	private static Map<String, Object> properties(ZonitelSimulator simulator) {
		return Map.of("zonitel.client-id", ZonitelSimulator.CLIENT_ID, "zonitel.access-token",
				ZonitelSimulator.ACCESS_TOKEN, "zonitel.api.base-url", simulator.baseUrl().toString(),
				"zonitel.sms.webhook.secrets", UUID.randomUUID() + "-" + UUID.randomUUID(),
				"zonitel.sms.registration.mode", "ensure", "zonitel.sms.registration.fail-fast", "true");
	}

}
