/**
 * Inspection of the application's listeners for SMS events.
 * <p>
 * Internal: the public types are so since another package of the starter uses them, and
 * may change at any time.
 */
@NullMarked
package com.zonitel.sms.inbox.listener;

import org.jspecify.annotations.NullMarked;
