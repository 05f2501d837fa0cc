package com.example.sms;

import java.time.Instant;

/**
 * SMS as the page shows it.
 *
 * @param id the identifier of the SMS
 * @param inbound whether it was received and not sent
 * @param peer the phone number at the other end
 * @param text the text
 * @param status the last known status
 * @param firstSeen when the first notification about it came
 */
record Sms(String id, boolean inbound, String peer, String text, String status, Instant firstSeen) {

}
