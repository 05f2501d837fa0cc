package com.zonitel.sms.webhook;

/**
 * Base class for what has a deadline. One thread at a time expires it.
 */
abstract class Expirable {

	private volatile boolean expiring;

	/**
	 * Act, since the deadline has passed. Calls {@link #endExpiration()} at the end.
	 */
	abstract void expire();

	/**
	 * Mark that {@link #expire()} is about to run.
	 * @return {@code false} if an earlier call is still running
	 */
	boolean beginExpiration() {
		boolean begun = !this.expiring;
		this.expiring = true;
		return begun;
	}

	void endExpiration() {
		this.expiring = false;
	}

}
