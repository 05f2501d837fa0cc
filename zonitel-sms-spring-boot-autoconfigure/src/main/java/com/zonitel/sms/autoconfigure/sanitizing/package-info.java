/**
 * Auto-configuration that keeps secrets out of the actuator.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.sanitizing;

import org.jspecify.annotations.NullMarked;
