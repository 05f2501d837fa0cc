package com.zonitel.sms.autoconfigure.registration;

import java.lang.reflect.Method;
import java.util.Arrays;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Chooses how Zonitel's API is called over HTTP. The connections of
 * {@link java.net.HttpURLConnection} need no threads, whereas the threads of the JDK's
 * {@code HttpClient} outlive the application: before JDK 21 it cannot be closed. An
 * application that has set up a transport of its own, such as one with a proxy, has it
 * used.
 */
final class ApiTransport {

	private static final String FACTORY_PROPERTY = "spring.http.clients.imperative.factory";

	private ApiTransport() {
	}

	static ClientHttpRequestFactoryBuilder<?> of(ApplicationContext context) {
		ClientHttpRequestFactoryBuilder<?> own = context.getBeanProvider(ClientHttpRequestFactoryBuilder.class)
			.getIfUnique();
		return (own != null && isSetUp(context)) ? own : ClientHttpRequestFactoryBuilder.simple();
	}

	private static boolean isSetUp(ApplicationContext context) {
		return context.getEnvironment().containsProperty(FACTORY_PROPERTY)
				|| context.getBeanNamesForType(ClientHttpRequestFactoryBuilderCustomizer.class).length > 0
				|| !Arrays.stream(context.getBeanNamesForType(ClientHttpRequestFactoryBuilder.class))
					.allMatch((name) -> isOfSpringBoot(context, name));
	}

	private static boolean isOfSpringBoot(ApplicationContext context, String name) {
		BeanDefinition definition = ((ConfigurableApplicationContext) context).getBeanFactory()
			.getMergedBeanDefinition(name);
		Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		return method != null && method.getDeclaringClass().getPackageName().startsWith("org.springframework.boot.");
	}

}
