package com.zonitel.sms.autoconfigure.registration;

import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.registration.WebhookUrlProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
 * Matches when there is a webhook URL to register, or none, as asked for.
 * <table>
 * <caption>Truth table</caption>
 * <tr>
 * <th>{@code registration.mode}</th>
 * <th>{@code public-base-url}, {@code public-url} or a {@link WebhookUrlProvider}</th>
 * <th>to register</th>
 * </tr>
 * <tr>
 * <td>{@code off}</td>
 * <td>any</td>
 * <td>no</td>
 * </tr>
 * <tr>
 * <td>other or none</td>
 * <td>none</td>
 * <td>no</td>
 * </tr>
 * <tr>
 * <td>other or none</td>
 * <td>at least one</td>
 * <td>yes</td>
 * </tr>
 * </table>
 */
class OnWebhookRegistrationCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnWebhookRegistration.class);
		boolean wanted = metadata.getAnnotations().get(ConditionalOnWebhookRegistration.class).getBoolean("value");
		RegistrationMode mode = Binder.get(context.getEnvironment())
			.bind("zonitel.sms.registration.mode", RegistrationMode.class)
			.orElse(RegistrationMode.ENSURE);
		if (mode == RegistrationMode.OFF) {
			return new ConditionOutcome(!wanted, message.because("'zonitel.sms.registration.mode' is 'off'"));
		}
		boolean known = isUrlKnown(context.getEnvironment()) || hasUrlProvider(context.getBeanFactory());
		return new ConditionOutcome(known == wanted,
				message.because(known ? "the public URL is known" : "no public URL is set"));
	}

	private static boolean isUrlKnown(Environment environment) {
		return StringUtils.hasText(environment.getProperty("zonitel.sms.webhook.public-base-url"))
				|| StringUtils.hasText(environment.getProperty("zonitel.sms.webhook.public-url"));
	}

	private static boolean hasUrlProvider(@Nullable ConfigurableListableBeanFactory beanFactory) {
		return beanFactory != null && beanFactory.getBeanNamesForType(WebhookUrlProvider.class, true, false).length > 0;
	}

}
