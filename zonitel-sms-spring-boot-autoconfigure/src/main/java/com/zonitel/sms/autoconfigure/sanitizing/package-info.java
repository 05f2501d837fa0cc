/**
 * Auto-configuration that keeps secrets out of the actuator.
 * <p>
 * Internal: the public types are so since Spring or another package of the starter uses
 * them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.sanitizing;

import org.jspecify.annotations.NullMarked;
