package com.zonitel.sms.autoconfigure;

import org.springframework.util.Assert;

/**
 * Value of a property that must not be shown. Serializers find nothing in it, and
 * {@link #toString()} shows only that it is there.
 *
 * @since 0.1.0
 */
public final class Secret {

	private final String value;

	private Secret(String value) {
		this.value = value;
	}

	/**
	 * Create a secret. Used to bind properties.
	 * @param value the value
	 * @return the secret
	 */
	public static Secret of(String value) {
		Assert.notNull(value, "'value' must not be null");
		return new Secret(value);
	}

	/**
	 * Return the value, to be shown to nobody.
	 * @return the value
	 */
	public String value() {
		return this.value;
	}

	@Override
	public String toString() {
		return "***";
	}

}
