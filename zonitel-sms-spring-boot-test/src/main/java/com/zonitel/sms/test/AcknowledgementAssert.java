package com.zonitel.sms.test;

import java.time.Duration;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions for an {@link Acknowledgement}.
 *
 * @since 0.1.0
 */
public class AcknowledgementAssert extends AbstractAssert<AcknowledgementAssert, Acknowledgement> {

	AcknowledgementAssert(@Nullable Acknowledgement actual) {
		super(actual, AcknowledgementAssert.class);
	}

	/**
	 * Verify that Zonitel would take the answer as an acknowledgement.
	 * @return this
	 */
	public AcknowledgementAssert isAcknowledged() {
		isNotNull();
		if (!this.actual.isAcknowledged()) {
			failWithMessage("Expected the notification to be acknowledged with a 200 but got %s %s", this.actual,
					this.actual.body());
		}
		return this;
	}

	/**
	 * Verify the status of the answer.
	 * @param status the HTTP status
	 * @return this
	 */
	public AcknowledgementAssert hasStatus(int status) {
		isNotNull();
		if (this.actual.status() != status) {
			failWithMessage("Expected the notification to be answered with %s but got %s %s", status, this.actual,
					this.actual.body());
		}
		return this;
	}

	/**
	 * Verify how long the answer took.
	 * @param longest the longest time
	 * @return this
	 */
	public AcknowledgementAssert within(Duration longest) {
		isNotNull();
		if (this.actual.time().compareTo(longest) > 0) {
			failWithMessage("Expected the notification to be answered within %s ms but got %s", longest.toMillis(),
					this.actual);
		}
		return this;
	}

}
