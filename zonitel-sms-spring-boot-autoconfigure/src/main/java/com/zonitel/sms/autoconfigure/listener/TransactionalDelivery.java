package com.zonitel.sms.autoconfigure.listener;

/**
 * Whether events are published in a transaction, which transactional listeners need.
 */
enum TransactionalDelivery {

	OFF,

	ON,

	/**
	 * Deliveries are transactional, and Spring Modulith's registry calls failed listeners
	 * again.
	 */
	ON_WITH_REGISTRY,

	/**
	 * The inbox is the application's own.
	 */
	UNKNOWN

}
