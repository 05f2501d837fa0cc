package com.zonitel.sms.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import com.zonitel.sms.registration.WebhookUrlProvider;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} on a public URL of the webhook that is known, from
 * {@code public-base-url}, {@code public-url} or a {@link WebhookUrlProvider} of the
 * application. Ahead of time it always matches, and {@link AheadOfTimeFeatures} decides
 * at run time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnWebhookUrlCondition.class)
public @interface ConditionalOnWebhookUrl {

}
