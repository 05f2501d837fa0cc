/**
 * Auto-configuration for observations and traces.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
