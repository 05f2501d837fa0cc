/**
 * Auto-configuration for registering the webhook at Zonitel.
 * <p>
 * Internal: the public types are so since Spring or another package of the starter uses
 * them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.registration;

import org.jspecify.annotations.NullMarked;
