/**
 * Auto-configuration for metrics.
 * <p>
 * Internal: the public types are so since Spring or another package of the starter uses
 * them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
