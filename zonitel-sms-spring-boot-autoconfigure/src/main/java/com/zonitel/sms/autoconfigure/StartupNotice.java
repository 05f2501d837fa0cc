package com.zonitel.sms.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * One line of the log at startup that says what the starter does not do, and why.
 */
public final class StartupNotice implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(StartupNotice.class);

	/**
	 * Notice that says nothing.
	 */
	public static final StartupNotice NONE = new StartupNotice(null);

	private final @Nullable String message;

	public StartupNotice(@Nullable String message) {
		this.message = message;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.message != null) {
			logger.info(this.message);
		}
	}

}
