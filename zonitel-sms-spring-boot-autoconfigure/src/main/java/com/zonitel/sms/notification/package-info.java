/**
 * Notifications as they were received, and the events that they stand for.
 */
@NullMarked
package com.zonitel.sms.notification;

import org.jspecify.annotations.NullMarked;
