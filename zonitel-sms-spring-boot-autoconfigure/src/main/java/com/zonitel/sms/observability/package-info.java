/**
 * Metrics, observations, health and the actuator endpoint.
 */
@NullMarked
package com.zonitel.sms.observability;

import org.jspecify.annotations.NullMarked;
