package com.zonitel.sms.inbox.listener;

/**
 * Listener of the application that hears SMS events.
 *
 * @param name the name of its method or class
 * @param transactional whether it is called only within a transaction
 * @param asynchronous whether its work goes on after it has returned, so that the
 * publisher does not see a failure
 * @since 0.1.0
 */
public record SmsListener(String name, boolean transactional, boolean asynchronous) {

}
