package com.zonitel.sms.notification;

/**
 * Thrown when bytes are not one JSON object in UTF-8. Carries nothing of the content, and
 * no stack trace, since any caller can cause it.
 *
 * @since 0.1.0
 */
public final class MalformedNotificationException extends Exception {

	MalformedNotificationException(String message) {
		super(message, null, false, false);
	}

}
