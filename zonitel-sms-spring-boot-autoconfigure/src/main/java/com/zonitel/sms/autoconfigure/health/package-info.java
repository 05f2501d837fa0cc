/**
 * Auto-configuration for the health of receiving SMS.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
