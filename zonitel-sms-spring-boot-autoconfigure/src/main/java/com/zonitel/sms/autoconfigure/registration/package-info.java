/**
 * Auto-configuration for registering the webhook at Zonitel.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.registration;

import org.jspecify.annotations.NullMarked;
