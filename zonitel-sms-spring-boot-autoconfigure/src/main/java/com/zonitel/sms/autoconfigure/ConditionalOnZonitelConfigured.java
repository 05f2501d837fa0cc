package com.zonitel.sms.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} on whether anything of {@code zonitel.*} is set.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnZonitelConfiguredCondition.class)
public @interface ConditionalOnZonitelConfigured {

	/**
	 * Whether something must be set, and not nothing.
	 * @return {@code false} to match when nothing is set
	 */
	boolean value() default true;

}
