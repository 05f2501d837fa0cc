/**
 * Spring Security's view of the webhook.
 * <p>
 * {@link SmsWebhookRequestMatcher} and {@link SmsWebhookExchangeMatcher} are part of the
 * API of the starter. Other types are internal: they are public since another package of
 * the starter uses them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.webhook.security;

import org.jspecify.annotations.NullMarked;
