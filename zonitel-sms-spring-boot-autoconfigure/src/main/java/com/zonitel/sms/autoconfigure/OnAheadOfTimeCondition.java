package com.zonitel.sms.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches while the application is processed ahead of time.
 */
class OnAheadOfTimeCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return AheadOfTimeFeatures.isProcessing() ? ConditionOutcome.match("processed ahead of time")
				: ConditionOutcome.noMatch("not processed ahead of time");
	}

}
