package com.zonitel.sms.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when anything of {@code zonitel.*} is set, or nothing, as asked for. With
 * nothing set the starter stays inactive; with a part set, startup fails and names what
 * is missing.
 */
class OnZonitelConfiguredCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean configured = Activation.isActive(context.getEnvironment());
		ConditionMessage message = ConditionMessage.forCondition(ConditionalOnZonitelConfigured.class)
			.because(configured ? "properties below 'zonitel' are set" : "nothing below 'zonitel' is set");
		return new ConditionOutcome(
				configured == metadata.getAnnotations().get(ConditionalOnZonitelConfigured.class).getBoolean("value"),
				message);
	}

}
