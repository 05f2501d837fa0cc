package com.zonitel.sms.registration;

/**
 * What a registration may write, from the least to the most.
 */
enum WriteScope {

	/**
	 * Nothing.
	 */
	NOTHING,

	/**
	 * The URL where none is registered.
	 */
	VACANT,

	/**
	 * Whatever the {@link ReplacePolicy} allows.
	 */
	ANY

}
