package com.zonitel.sms.autoconfigure;

/**
 * Thrown when properties below {@code zonitel} are missing, or do not go together. Never
 * quotes a secret.
 */
public class InvalidZonitelConfigurationException extends RuntimeException {

	private final String action;

	public InvalidZonitelConfigurationException(String description, String action) {
		super(description);
		this.action = action;
	}

	public String getAction() {
		return this.action;
	}

}
