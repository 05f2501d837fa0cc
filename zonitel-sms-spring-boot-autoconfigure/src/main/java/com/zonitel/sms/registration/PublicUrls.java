package com.zonitel.sms.registration;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Distinguishes public URLs from those that nobody outside can call, without DNS.
 *
 * @since 0.1.0
 */
public final class PublicUrls {

	private static final Pattern NUMERIC = Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*");

	private static final Pattern DOTTED_QUAD = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

	private static final Pattern HOST_AND_PORT = Pattern.compile("(?<host>\\[.*]|[^:]*)(:(?<port>[^:]*))?");

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

	/**
	 * Return the public URL of an endpoint.
	 * @param publicBaseUrl the public base URL of the application
	 * @param paths the paths below it, each empty or starting with a slash
	 * @return the URL
	 */
	public static URI join(URI publicBaseUrl, String... paths) {
		StringBuilder url = new StringBuilder(trimSlashes(publicBaseUrl.toString()));
		for (String path : paths) {
			String trimmed = trimSlashes(path);
			url.append((trimmed.isEmpty() || trimmed.startsWith("/")) ? trimmed : "/" + trimmed);
		}
		return URI.create(url.toString());
	}

	private static String trimSlashes(String path) {
		return path.replaceFirst("/+$", "");
	}

	/**
	 * Check that Zonitel could call a URL.
	 * @param url the URL
	 * @param loopbackAllowed whether the URL may be one of this machine
	 * @throws InvalidWebhookUrlException if Zonitel could not call the URL
	 */
	public static void check(URI url, boolean loopbackAllowed) {
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
		checkAuthority(url);
		if (!isPublic(url)) {
			throw new InvalidWebhookUrlException(
					"must have a public host name, since Zonitel cannot reach a local or private one");
		}
	}

	private static void checkAuthority(URI url) {
		String authority = url.getRawAuthority();
		if (authority == null || authority.startsWith(":")) {
			throw new InvalidWebhookUrlException("must have a host");
		}
		Matcher parts = HOST_AND_PORT.matcher(authority);
		if (!parts.matches() || !isPort(parts.group("port"))) {
			throw new InvalidWebhookUrlException("must have a port from 1 to 65535, or none");
		}
		if (url.getHost() == null) {
			throw new InvalidWebhookUrlException(hostFault(parts.group("host")));
		}
	}

	private static boolean isPort(@Nullable String port) {
		if (port == null) {
			return true;
		}
		return port.matches("\\d{1,5}") && Integer.parseInt(port) > 0 && Integer.parseInt(port) <= 65535;
	}

	private static String hostFault(String host) {
		String ascii = toAscii(host);
		return (ascii != null && !ascii.equals(host)) ? "must spell its host in ASCII: " + ascii
				: "must have a host of letters, digits, hyphens and dots";
	}

	private static @Nullable String toAscii(String host) {
		try {
			return IDN.toASCII(URLDecoder.decode(host, StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return whether the host of the URL is public.
	 * @param url the URL
	 * @return {@code false} if the host is missing, a name of a local or private network,
	 * or a local or private address
	 */
	public static boolean isPublic(URI url) {
		String host = host(url);
		return host != null && isPublic(host);
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

	private static boolean isPublicIpv4(String literal) {
		byte[] address = parseIpv4(literal);
		if (address == null) {
			return false;
		}
		InetAddress inetAddress = inetAddress(address);
		return !inetAddress.isLoopbackAddress() && !inetAddress.isSiteLocalAddress()
				&& !inetAddress.isLinkLocalAddress() && !isSpecial(address[0] & 0xFF, address[1] & 0xFF);
	}

	// true for "this" network, shared address space, multicast and reserved addresses
	private static boolean isSpecial(int first, int second) {
		return first == 0 || (first == 100 && second >= 64 && second < 128) || first >= 224;
	}

	private static byte @Nullable [] parseIpv4(String literal) {
		String[] parts = literal.split("\\.");
		byte[] address = new byte[parts.length];
		for (int i = 0; i < parts.length; i++) {
			// some parsers read a leading zero as octal
			if (Integer.parseInt(parts[i]) > 255 || (parts[i].length() > 1 && parts[i].startsWith("0"))) {
				return null;
			}
			address[i] = (byte) Integer.parseInt(parts[i]);
		}
		return address;
	}

	private static InetAddress inetAddress(byte[] address) {
		try {
			return InetAddress.getByAddress(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// public addresses are in 2000::/3, without those that carry an IPv4 address
	private static boolean isPublicIpv6(String address) {
		return address.matches("[23][0-9a-f]{3}:.*") && !address.startsWith("2002:") && !address.startsWith("2001:0:");
	}

}
