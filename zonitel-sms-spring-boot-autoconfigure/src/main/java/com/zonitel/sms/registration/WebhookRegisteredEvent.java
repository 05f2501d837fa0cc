package com.zonitel.sms.registration;

import java.time.Instant;

/**
 * The webhook was found or made registered at Zonitel.
 *
 * @param url the registered URL
 * @param at the time at which this was seen
 * @since 0.1.0
 */
public record WebhookRegisteredEvent(WebhookUrl url, Instant at) {

}
