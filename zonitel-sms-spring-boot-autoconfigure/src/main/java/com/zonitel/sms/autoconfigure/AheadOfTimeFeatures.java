package com.zonitel.sms.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.Environment;

/**
 * {@link BeanDefinitionRegistryPostProcessor} for applications that were processed ahead
 * of time. The build freezes conditions, and the properties of the run are not known when
 * it is made. So the beans of all features are built, and those of features that are not
 * enabled at run time are removed before any bean is created.
 */
class AheadOfTimeFeatures implements BeanDefinitionRegistryPostProcessor {

	private static final String PACKAGE = AheadOfTimeFeatures.class.getPackageName();

	private final Environment environment;

	AheadOfTimeFeatures(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return whether the application is being processed ahead of time.
	 * @return whether the properties of the run are not known yet
	 */
	static boolean isProcessing() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (AotDetector.useGeneratedArtifacts() && registry instanceof ListableBeanFactory beanFactory) {
			List<String> disabled = Arrays.stream(registry.getBeanDefinitionNames())
				.filter((name) -> isDisabled(registry.getBeanDefinition(name), beanFactory))
				.toList();
			disabled.forEach(registry::removeBeanDefinition);
		}
	}

	private boolean isDisabled(BeanDefinition definition, ListableBeanFactory beanFactory) {
		Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		if (method == null || !method.getDeclaringClass().getPackageName().startsWith(PACKAGE)) {
			return false;
		}
		return isDisabled(MergedAnnotations.from(method), beanFactory)
				|| isDisabled(method.getDeclaringClass(), beanFactory);
	}

	private boolean isDisabled(@Nullable Class<?> type, ListableBeanFactory beanFactory) {
		return type != null && (isDisabled(MergedAnnotations.from(type), beanFactory)
				|| isDisabled(type.getEnclosingClass(), beanFactory));
	}

	private boolean isDisabled(MergedAnnotations annotations, ListableBeanFactory beanFactory) {
		MergedAnnotation<ConditionalOnZonitelFeature> feature = annotations.get(ConditionalOnZonitelFeature.class);
		if (feature.isPresent() && !feature.getEnum("value", ZonitelFeature.class).isEnabled(this.environment)) {
			return true;
		}
		return annotations.isPresent(ConditionalOnWebhookUrl.class)
				&& !OnWebhookUrlCondition.isKnown(this.environment, beanFactory);
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
	}

}
