/**
 * Auto-configuration for the webhook's pass through Spring Security.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
