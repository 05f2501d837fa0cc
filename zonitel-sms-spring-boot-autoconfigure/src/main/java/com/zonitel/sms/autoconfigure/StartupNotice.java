package com.zonitel.sms.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * One line at startup that says what is not done, and why.
 */
public final class StartupNotice implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(StartupNotice.class);

	private final String message;

	public StartupNotice(String message) {
		this.message = message;
	}

	@Override
	public void afterSingletonsInstantiated() {
		logger.info(this.message);
	}

}
