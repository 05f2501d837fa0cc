/**
 * Notifications as they were received, and the events that they stand for.
 * <p>
 * {@link SmsNotification}, {@link CallerContext} and {@link TraceFields} are part of the
 * API of the starter. Other types are internal: they are public since another package of
 * the starter uses them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.notification;

import org.jspecify.annotations.NullMarked;
