package com.zonitel.sms.registration;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Tells public URLs from those that nobody outside can call, without asking DNS.
 */
public final class PublicUrls {

	private static final Pattern NUMERIC = Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*");

	private static final Pattern DOTTED_QUAD = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

	private static final Pattern PRIVATE_SUFFIX = Pattern
		.compile(".*\\.(localhost|local|internal|intranet|lan|home|corp|home\\.arpa|test|invalid)");

	private PublicUrls() {
	}

	/**
	 * Return whether the URL is one of this machine.
	 * @param url the URL
	 * @return whether its host is a loopback address or {@code localhost}
	 */
	public static boolean isLoopback(URI url) {
		String host = host(url);
		return host != null && (host.equals("localhost") || host.equals("[::1]") || host.equals("[0:0:0:0:0:0:0:1]")
				|| (DOTTED_QUAD.matcher(host).matches() && host.startsWith("127.")));
	}

	static void check(URI url, boolean loopbackAllowed) {
		if (url.getRawUserInfo() != null) {
			throw new InvalidWebhookUrlException("must not hold user information");
		}
		if (url.getRawFragment() != null) {
			throw new InvalidWebhookUrlException("must not have a fragment");
		}
		if (loopbackAllowed && isLoopback(url)) {
			return;
		}
		if (!"https".equalsIgnoreCase(url.getScheme())) {
			throw new InvalidWebhookUrlException("must start with 'https://', since Zonitel calls no other");
		}
		String host = host(url);
		if (host == null || !isPublic(host)) {
			throw new InvalidWebhookUrlException(
					"must have a public host name, since Zonitel cannot reach a local or private one");
		}
	}

	private static @Nullable String host(URI url) {
		String host = url.getHost();
		return (host != null) ? host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "") : null;
	}

	private static boolean isPublic(String host) {
		if (host.startsWith("[")) {
			return isPublicIpv6(host.substring(1, host.length() - 1));
		}
		if (DOTTED_QUAD.matcher(host).matches()) {
			return isPublicIpv4(host);
		}
		return host.contains(".") && !NUMERIC.matcher(host).matches() && !PRIVATE_SUFFIX.matcher(host).matches();
	}

	private static boolean isPublicIpv4(String address) {
		String[] parts = address.split("\\.");
		for (String part : parts) {
			// a leading zero is read as octal by some
			if (Integer.parseInt(part) > 255 || (part.length() > 1 && part.startsWith("0"))) {
				return false;
			}
		}
		int first = Integer.parseInt(parts[0]);
		int second = Integer.parseInt(parts[1]);
		return switch (first) {
			case 0, 10, 127 -> false;
			case 100 -> second < 64 || second > 127;
			case 169 -> second != 254;
			case 172 -> second < 16 || second > 31;
			case 192 -> second != 168;
			default -> first < 224;
		};
	}

	// global unicast is 2000::/3; all that is special lies outside or maps IPv4
	private static boolean isPublicIpv6(String address) {
		return address.matches("[23][0-9a-f]{3}:.*") && !address.startsWith("2002:") && !address.startsWith("2001:0:");
	}

}
