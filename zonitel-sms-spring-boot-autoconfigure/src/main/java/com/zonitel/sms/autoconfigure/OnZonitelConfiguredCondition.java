package com.zonitel.sms.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when anything of {@code zonitel.*} is set. With nothing set the starter stays
 * inactive; with a part set, startup fails and names what is missing.
 */
class OnZonitelConfiguredCondition extends SpringBootCondition {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("zonitel");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Zonitel configured");
		boolean configured = false;
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(context.getEnvironment())) {
			configured |= (source.containsDescendantOf(PREFIX) == ConfigurationPropertyState.PRESENT);
		}
		return new ConditionOutcome(configured,
				message.because(configured ? "properties below 'zonitel' are set" : "nothing below 'zonitel' is set"));
	}

}
