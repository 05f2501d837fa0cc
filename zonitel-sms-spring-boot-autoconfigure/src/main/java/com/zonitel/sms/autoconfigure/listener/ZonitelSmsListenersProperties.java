package com.zonitel.sms.autoconfigure.listener;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the check of the application's listeners.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("zonitel.sms.listeners")
public class ZonitelSmsListenersProperties {

	/**
	 * Whether to warn at startup if no listener for SMS events is found, if a listener is
	 * never called, or if the failure of a listener is not seen.
	 */
	private boolean check = true;

	public boolean isCheck() {
		return this.check;
	}

	public void setCheck(boolean check) {
		this.check = check;
	}

}
