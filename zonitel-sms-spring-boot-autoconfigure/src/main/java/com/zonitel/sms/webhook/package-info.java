/**
 * Receiving core of the webhook, independent of any web stack.
 * <p>
 * {@link SmsWebhookAuthenticator}, {@link SmsWebhookAuthentication},
 * {@link SecretSmsWebhookAuthenticator}, {@link SmsWebhookRequest},
 * {@link SmsWebhookObserver}, {@link SmsWebhookAnswer} and {@link SecretLocation} are
 * part of the API of the starter. Other types are internal: they are public since another
 * package of the starter uses them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.webhook;

import org.jspecify.annotations.NullMarked;
