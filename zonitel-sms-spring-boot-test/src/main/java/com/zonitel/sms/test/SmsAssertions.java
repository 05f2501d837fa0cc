package com.zonitel.sms.test;

import com.zonitel.sms.SmsEvent;
import org.jspecify.annotations.Nullable;

/**
 * Entry points of assertions. Can be imported statically next to those of AssertJ.
 *
 * @since 0.1.0
 */
public final class SmsAssertions {

	private SmsAssertions() {
	}

	/**
	 * Return assertions for an event.
	 * @param event the event
	 * @return the assertions
	 */
	public static SmsEventAssert assertThat(@Nullable SmsEvent event) {
		return new SmsEventAssert(event);
	}

	/**
	 * Return assertions for the answer to a notification.
	 * @param acknowledgement the answer
	 * @return the assertions
	 */
	public static AcknowledgementAssert assertThat(@Nullable Acknowledgement acknowledgement) {
		return new AcknowledgementAssert(acknowledgement);
	}

}
