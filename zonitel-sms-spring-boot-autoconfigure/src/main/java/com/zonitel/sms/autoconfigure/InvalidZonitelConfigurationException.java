package com.zonitel.sms.autoconfigure;

/**
 * Thrown when properties below {@code zonitel} are missing, or do not go together. Never
 * quotes a secret.
 */
class InvalidZonitelConfigurationException extends RuntimeException {

	private final String action;

	InvalidZonitelConfigurationException(String description, String action) {
		super(description);
		this.action = action;
	}

	String getAction() {
		return this.action;
	}

}
