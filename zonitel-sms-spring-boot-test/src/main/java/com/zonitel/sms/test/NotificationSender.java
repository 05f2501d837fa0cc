package com.zonitel.sms.test;

import java.net.URI;

/**
 * Strategy that brings a notification to the application.
 */
@FunctionalInterface
interface NotificationSender {

	/**
	 * Send a notification and wait for the answer.
	 * @param url the registered URL
	 * @param json the notification
	 * @return the answer
	 */
	Acknowledgement send(URI url, String json);

}
