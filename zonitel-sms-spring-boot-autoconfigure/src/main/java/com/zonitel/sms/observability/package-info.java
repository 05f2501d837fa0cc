/**
 * Metrics, observations, health and the actuator endpoint. Health and endpoint read
 * {@code SmsOverview}, gauges {@code SmsStateMetrics}; both ask the inbox for its status.
 * Counters hear what the webhook tells its observers, and observations what
 * {@code SmsEventPublisher} tells its own.
 * <p>
 * {@link SmsDeliveryObservationConvention},
 * {@link DefaultSmsDeliveryObservationConvention} and
 * {@link SmsDeliveryObservationContext} are part of the API of the starter. Other types
 * are internal: they are public since another package of the starter uses them, and may
 * change at any time.
 */
@NullMarked
package com.zonitel.sms.observability;

import org.jspecify.annotations.NullMarked;
