package com.zonitel.sms.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} on a feature that is enabled. Ahead of time it always
 * matches, and {@link AheadOfTimeFeatures} decides at run time.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnZonitelFeatureCondition.class)
public @interface ConditionalOnZonitelFeature {

	/**
	 * The feature.
	 * @return the feature
	 */
	ZonitelFeature value();

}
