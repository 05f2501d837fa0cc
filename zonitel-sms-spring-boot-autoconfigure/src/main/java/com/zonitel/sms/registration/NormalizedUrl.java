package com.zonitel.sms.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * URL in the one spelling that all equivalent URLs share. Holds secrets and is not shown.
 *
 * @param scheme the scheme in lower case
 * @param host the host in lower case, without a dot at its end
 * @param port the port, also if it is the default one
 * @param path the decoded segments of the path; a slash at its end is part of it, but the
 * path of a host alone is a slash
 * @param query the decoded parameters of the query
 */
record NormalizedUrl(String scheme, String host, int port, List<String> path, List<String> query) {

	static @Nullable NormalizedUrl parse(String url) {
		try {
			URI uri = new URI(url.trim());
			if (uri.getScheme() == null || uri.getHost() == null) {
				return null;
			}
			String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
			return new NormalizedUrl(scheme, uri.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""),
					port(uri.getPort(), scheme), path(uri.getRawPath()), query(uri.getRawQuery()));
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static int port(int port, String scheme) {
		return (port != -1) ? port : (scheme.equals("https") ? 443 : 80);
	}

	private static List<String> path(@Nullable String rawPath) {
		return decode(StringUtils.hasLength(rawPath) ? rawPath.split("/", -1) : new String[] { "", "" });
	}

	private static List<String> query(@Nullable String rawQuery) {
		return (rawQuery != null && !rawQuery.isEmpty()) ? decode(rawQuery.split("&", -1)) : List.of();
	}

	// URLDecoder would turn a plus into a space, which the webhook does not
	private static List<String> decode(String[] parts) {
		return Arrays.stream(parts)
			.map((part) -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
			.toList();
	}

	/**
	 * Return whether the secret is a segment of the path or the value of a parameter.
	 * @param secret the secret
	 * @return whether the URL carries it
	 */
	boolean carries(String secret) {
		return this.path.contains(secret)
				|| this.query.stream().anyMatch((parameter) -> parameter.endsWith("=" + secret));
	}

	List<String> differences(NormalizedUrl other) {
		List<String> differences = new ArrayList<>();
		if (!this.scheme.equals(other.scheme)) {
			differences.add("scheme");
		}
		if (!this.host.equals(other.host)) {
			differences.add("host");
		}
		if (this.port != other.port) {
			differences.add("port");
		}
		if (!this.path.equals(other.path)) {
			differences.add("path");
		}
		if (!this.query.equals(other.query)) {
			differences.add("query");
		}
		return differences;
	}

	@Override
	public String toString() {
		return "NormalizedUrl[***]";
	}

}
