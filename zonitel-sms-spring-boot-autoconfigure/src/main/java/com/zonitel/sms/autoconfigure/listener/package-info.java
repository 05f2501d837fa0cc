/**
 * Auto-configuration for the check of the application's listeners at startup.
 * <p>
 * Internal: the public types are so since Spring or another package of the starter uses
 * them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.listener;

import org.jspecify.annotations.NullMarked;
