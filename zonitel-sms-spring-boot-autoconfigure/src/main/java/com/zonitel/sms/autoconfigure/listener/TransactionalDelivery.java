package com.zonitel.sms.autoconfigure.listener;

/**
 * Whether events are published in a transaction, which transactional listeners need.
 */
enum TransactionalDelivery {

	OFF,

	ON,

	/**
	 * Spring Modulith's registry repeats what a listener has not completed.
	 */
	ON_WITH_REGISTRY,

	/**
	 * The inbox is the application's own.
	 */
	UNKNOWN

}
