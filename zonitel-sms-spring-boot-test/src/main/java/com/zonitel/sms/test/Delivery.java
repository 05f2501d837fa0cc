package com.zonitel.sms.test;

import java.time.Instant;

/**
 * Notification that was sent to the application, with its answer.
 *
 * @param notification the notification
 * @param acknowledgement the answer
 * @param at when the notification was sent
 * @since 0.1.0
 */
public record Delivery(SimulatedNotification notification, Acknowledgement acknowledgement, Instant at) {

}
