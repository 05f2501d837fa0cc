package com.zonitel.sms.autoconfigure;

import java.util.Arrays;

import com.zonitel.sms.registration.WebhookUrlProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches when the public URL of the webhook is known, and always ahead of time.
 */
class OnWebhookUrlCondition extends SpringBootCondition implements ConfigurationCondition {

	/**
	 * Name of the starter's own {@link WebhookUrlProvider}, which only has the URL that
	 * is set.
	 */
	private static final String DEFAULT_PROVIDER = "zonitelSmsWebhookUrlProvider";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnWebhookUrl.class);
		if (AheadOfTimeFeatures.isProcessing()) {
			return ConditionOutcome.match(message.because("it is decided at run time"));
		}
		boolean known = isKnown(context.getEnvironment(), context.getBeanFactory());
		return new ConditionOutcome(known, message.because(known ? "the public URL is known" : "no public URL is set"));
	}

	static boolean isKnown(Environment environment, @Nullable ListableBeanFactory beanFactory) {
		return isSet(environment, "zonitel.sms.webhook.public-base-url")
				|| isSet(environment, "zonitel.sms.webhook.public-url") || hasOwnProvider(beanFactory);
	}

	private static boolean isSet(Environment environment, String property) {
		return StringUtils.hasText(Binder.get(environment).bind(property, String.class).orElse(""));
	}

	private static boolean hasOwnProvider(@Nullable ListableBeanFactory beanFactory) {
		return beanFactory != null
				&& Arrays.stream(beanFactory.getBeanNamesForType(WebhookUrlProvider.class, true, false))
					.anyMatch((name) -> !name.equals(DEFAULT_PROVIDER));
	}

}
