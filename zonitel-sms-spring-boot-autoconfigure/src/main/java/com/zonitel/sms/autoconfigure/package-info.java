/**
 * Auto-configuration of the Zonitel SMS starter.
 * <p>
 * {@link Secret}, {@link ZonitelProperties} and {@link ZonitelSmsWebhookProperties} are
 * part of the API of the starter. Other types are internal: they are public since Spring
 * or another package of the starter uses them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.autoconfigure;

import org.jspecify.annotations.NullMarked;
