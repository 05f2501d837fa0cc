/**
 * Calls of Zonitel's API for the webhook.
 * <p>
 * {@link ZonitelSmsWebhookClient}, {@link ZonitelCredentials}, {@link ZonitelCredential}
 * and {@link ZonitelApiException} are part of the API of the starter. Other types are
 * internal: they are public since another package of the starter uses them, and may
 * change at any time.
 */
@NullMarked
package com.zonitel.sms.client;

import org.jspecify.annotations.NullMarked;
