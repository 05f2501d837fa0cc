package com.zonitel.sms.registration;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Another URL took the place of the registered one at Zonitel.
 *
 * @param registered the URL that is registered now, or {@code null} if none is
 * @param at the time at which this was seen
 * @since 0.1.0
 */
public record WebhookReplacedElsewhereEvent(@Nullable WebhookUrl registered, Instant at) {

}
