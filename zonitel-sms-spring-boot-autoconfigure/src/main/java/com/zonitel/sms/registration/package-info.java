/**
 * Keeping the URL of the webhook right at Zonitel.
 * <p>
 * {@link WebhookRegistrar}, {@link WebhookUrlProvider}, {@link WebhookUrl},
 * {@link RegistrationMode}, {@link RegistrationState}, {@link ReplacePolicy},
 * {@link WebhookRegisteredEvent}, {@link WebhookRegistrationFailedEvent} and
 * {@link WebhookReplacedElsewhereEvent} are part of the API of the starter. Other types
 * are internal: they are public since another package of the starter uses them, and may
 * change at any time.
 */
@NullMarked
package com.zonitel.sms.registration;

import org.jspecify.annotations.NullMarked;
