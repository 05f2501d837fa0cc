package com.zonitel.sms.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of the properties whose values must not be shown, in whatever notation.
 */
public final class SecretKeys {

	private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^a-z0-9]");

	private SecretKeys() {
	}

	/**
	 * Return whether a key belongs to a secret.
	 * @param key the name of a property, an environment variable or an element of a list
	 * @return whether its value must not be shown
	 */
	public static boolean contain(String key) {
		String uniform = NOT_ALPHANUMERIC.matcher(key.toLowerCase(Locale.ROOT)).replaceAll("");
		return uniform.startsWith("zonitelsmswebhooksecrets") || uniform.startsWith("zonitelaccesstoken")
				|| uniform.startsWith("zonitelclientid");
	}

}
