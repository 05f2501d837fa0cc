package com.zonitel.sms.autoconfigure.registration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} on whether there is a webhook URL to register.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnWebhookRegistrationCondition.class)
@interface ConditionalOnWebhookRegistration {

	/**
	 * Whether there must be something to register, and not nothing.
	 * @return {@code false} to match when there is nothing
	 */
	boolean value() default true;

}
