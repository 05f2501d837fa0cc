/**
 * Auto-configuration for metrics.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
