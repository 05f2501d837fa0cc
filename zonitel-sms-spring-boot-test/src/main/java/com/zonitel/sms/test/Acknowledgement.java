package com.zonitel.sms.test;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the application answered a notification.
 *
 * @param status the HTTP status, or 0 if there was no answer within the 5 seconds that
 * Zonitel waits
 * @param time the time from the request to the answer, or to giving up
 * @param body the body of the answer, empty if there is none
 * @param failure why there was no answer, or {@code null} if there was one
 * @since 0.1.0
 */
public record Acknowledgement(int status, Duration time, String body, @Nullable String failure) {

	/**
	 * Return whether Zonitel would take this as an acknowledgement, which is a 200 and
	 * nothing else.
	 * @return whether the notification is acknowledged
	 */
	public boolean isAcknowledged() {
		return this.status == 200;
	}

	@Override
	public String toString() {
		return ((this.failure != null) ? "no answer (" + this.failure + ")" : String.valueOf(this.status)) + " after "
				+ this.time.toMillis() + " ms";
	}

}
