package com.zonitel.sms.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when anything of {@code zonitel.*} is set, or nothing, as asked for. With
 * nothing set the starter stays inactive; with a part set, startup fails and names what
 * is missing.
 */
class OnZonitelConfiguredCondition extends SpringBootCondition {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("zonitel");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean configured = isConfigured(context.getEnvironment());
		ConditionMessage message = ConditionMessage.forCondition(ConditionalOnZonitelConfigured.class)
			.because(configured ? "properties below 'zonitel' are set" : "nothing below 'zonitel' is set");
		return new ConditionOutcome(
				configured == metadata.getAnnotations().get(ConditionalOnZonitelConfigured.class).getBoolean("value"),
				message);
	}

	private static boolean isConfigured(Environment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.containsDescendantOf(PREFIX) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		// for sources that cannot list what they hold
		return environment.containsProperty("zonitel.client-id")
				|| environment.containsProperty("zonitel.sms.webhook.secrets");
	}

}
