package com.zonitel.sms.test;

import java.util.regex.Pattern;

/**
 * Webhook URLs for logs: without the query, and without a last segment of the path that
 * is long enough to be a secret.
 */
final class MaskedUrl {

	private static final Pattern QUERY = Pattern.compile("\\?.*");

	private static final Pattern LONG_SEGMENT = Pattern.compile("/[^/?]{32,}(?=$|\\?)");

	private static final Pattern USER_INFO = Pattern.compile("//[^/]*@");

	private MaskedUrl() {
	}

	static String of(String url) {
		String masked = LONG_SEGMENT.matcher(url).replaceFirst("/***");
		masked = USER_INFO.matcher(masked).replaceFirst("//***@");
		return QUERY.matcher(masked).replaceFirst("?***");
	}

}
