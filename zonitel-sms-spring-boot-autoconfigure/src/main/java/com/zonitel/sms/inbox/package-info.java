/**
 * Inboxes, which take responsibility for notifications and deliver them to listeners.
 */
@NullMarked
package com.zonitel.sms.inbox;

import org.jspecify.annotations.NullMarked;
