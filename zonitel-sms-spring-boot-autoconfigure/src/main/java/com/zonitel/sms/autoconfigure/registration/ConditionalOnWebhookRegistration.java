package com.zonitel.sms.autoconfigure.registration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches when the application registers its
 * webhook at Zonitel: a public URL is configured and the registration is not off.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnWebhookRegistrationCondition.class)
@interface ConditionalOnWebhookRegistration {

	/**
	 * Whether the application must register its webhook.
	 * @return {@code false} to match when it registers nothing
	 */
	boolean value() default true;

}
