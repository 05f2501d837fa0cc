package com.zonitel.sms.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link SmsWebhookAuthenticator} that expects one of several secrets: in the query, in
 * the path or as a bearer token.
 *
 * @since 0.1.0
 */
public class SecretSmsWebhookAuthenticator implements SmsWebhookAuthenticator {

	private static final String PARAMETER = "token=";

	private static final String BEARER = "bearer ";

	private final List<byte[]> digests;

	/**
	 * Create a new instance.
	 * @param secrets the secrets, each of which is accepted
	 */
	public SecretSmsWebhookAuthenticator(Collection<String> secrets) {
		Assert.notEmpty(secrets, "'secrets' must not be empty");
		this.digests = secrets.stream().map(SecretSmsWebhookAuthenticator::digest).toList();
	}

	@Override
	public boolean authenticate(SmsWebhookRequest request) {
		String candidate = candidate(request);
		return candidate != null && matches(digest(candidate));
	}

	// every digest is compared, so that the time taken tells nothing
	private boolean matches(byte[] candidate) {
		boolean matches = false;
		for (byte[] digest : this.digests) {
			matches |= MessageDigest.isEqual(digest, candidate);
		}
		return matches;
	}

	private static @Nullable String candidate(SmsWebhookRequest request) {
		String segment = request.pathSecret();
		if (segment != null) {
			return decode(segment.replace("+", "%2B"));
		}
		String query = request.query();
		if (query != null && query.contains(PARAMETER)) {
			return fromQuery(query);
		}
		List<String> headers = request.headers("Authorization");
		return (headers.size() == 1) ? fromHeader(headers.get(0)) : null;
	}

	private static @Nullable String fromQuery(String query) {
		String candidate = null;
		for (String parameter : query.split("&")) {
			if (parameter.startsWith(PARAMETER)) {
				if (candidate != null) {
					return null;
				}
				candidate = parameter.substring(PARAMETER.length());
			}
		}
		return (candidate != null) ? decode(candidate) : null;
	}

	private static @Nullable String fromHeader(String header) {
		return header.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? header.substring(BEARER.length()).trim()
				: null;
	}

	private static @Nullable String decode(String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static byte[] digest(String secret) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
