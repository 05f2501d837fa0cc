package com.zonitel.sms.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when a feature is enabled, and always ahead of time.
 */
class OnZonitelFeatureCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ZonitelFeature feature = metadata.getAnnotations()
			.get(ConditionalOnZonitelFeature.class)
			.getEnum("value", ZonitelFeature.class);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnZonitelFeature.class, feature);
		if (AheadOfTimeFeatures.isProcessing()) {
			return ConditionOutcome.match(message.because("it is decided at run time"));
		}
		boolean enabled = feature.isEnabled(context.getEnvironment());
		return new ConditionOutcome(enabled,
				message.because("the properties below 'zonitel' " + (enabled ? "enable" : "do not enable") + " it"));
	}

}
