/**
 * Auto-configuration for the actuator endpoints.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
