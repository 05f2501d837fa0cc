/**
 * Inboxes, which take responsibility for notifications and deliver them to listeners.
 * <p>
 * {@link SmsInbox}, {@link SmsInboxStatus}, {@link Receipt}, {@link SmsDeadLetters},
 * {@link SmsDeadLetter}, {@link SmsDeliveryObserver} and {@link SmsEventPublisher} are
 * part of the API of the starter. Other types are internal: they are public since another
 * package of the starter uses them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.inbox;

import org.jspecify.annotations.NullMarked;
