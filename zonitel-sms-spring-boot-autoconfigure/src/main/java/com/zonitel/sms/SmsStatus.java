package com.zonitel.sms;

/**
 * State of an SMS that the account has sent, in the order in which states follow each
 * other. Notifications arrive in any order: {@link #mayFollow} tells whether the state of
 * a notification is newer than the one already known.
 *
 * @since 0.1.0
 */
public enum SmsStatus {

	/**
	 * On its way.
	 */
	SENT,

	/**
	 * Not delivered.
	 */
	FAILED,

	/**
	 * Delivered to the recipient. Zonitel is not expected to report both this and
	 * {@link #FAILED}; if it does, the delivery counts, whichever arrives first.
	 */
	DELIVERED;

	/**
	 * Return whether an SMS may come into this state from another. A state does not
	 * follow itself, so that a repeated notification changes nothing.
	 * @param earlier the state that is already known
	 * @return {@code true} if this state replaces the other
	 */
	public boolean mayFollow(SmsStatus earlier) {
		return compareTo(earlier) > 0;
	}

	/**
	 * Return whether Zonitel is not expected to report a further state.
	 * @return {@code true} for delivered and failed
	 */
	public boolean isTerminal() {
		return this != SENT;
	}

}
