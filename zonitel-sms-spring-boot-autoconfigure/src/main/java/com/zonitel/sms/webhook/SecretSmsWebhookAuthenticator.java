package com.zonitel.sms.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.zonitel.sms.probe.ProbeKey;
import com.zonitel.sms.probe.ProbeKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link SmsWebhookAuthenticator} that expects one of several secrets. The secret is read
 * from one place only: from the path if the path carries one, else from the query
 * parameter {@code token}, else from {@code Authorization: Bearer}. A request with an
 * empty secret, or with two in the same place, is refused.
 *
 * @since 0.1.0
 */
public class SecretSmsWebhookAuthenticator implements SmsWebhookAuthenticator, ProbeKeys {

	private static final String PARAMETER = "token";

	private static final String BEARER = "bearer ";

	private final Supplier<List<String>> secrets;

	private volatile Snapshot snapshot;

	/**
	 * Create a new instance for secrets that do not change.
	 * @param secrets the secrets, each of which is accepted
	 */
	public SecretSmsWebhookAuthenticator(Collection<String> secrets) {
		this(unchanging(secrets));
	}

	/**
	 * Create a new instance for secrets that may change.
	 * @param secrets the supplier of the secrets, each of which is accepted; called for
	 * each request, it must not block, and returns the same immutable list until the
	 * secrets change
	 */
	public SecretSmsWebhookAuthenticator(Supplier<List<String>> secrets) {
		this.secrets = secrets;
		this.snapshot = Snapshot.of(secrets.get());
	}

	private static Supplier<List<String>> unchanging(Collection<String> secrets) {
		Assert.notEmpty(secrets, "'secrets' must not be empty");
		List<String> copy = List.copyOf(secrets);
		return () -> copy;
	}

	@Override
	public SmsWebhookAuthentication authenticate(SmsWebhookRequest request) {
		String candidate = candidate(request);
		return (candidate != null) ? snapshot().compare(encode(candidate)) : SmsWebhookAuthentication.refused();
	}

	@Override
	public List<ProbeKey> getProbeKeys() {
		return snapshot().probeKeys();
	}

	private Snapshot snapshot() {
		List<String> current = this.secrets.get();
		Snapshot snapshot = this.snapshot;
		if (current != snapshot.secrets()) {
			snapshot = Snapshot.of(current);
			this.snapshot = snapshot;
		}
		return snapshot;
	}

	private static @Nullable String candidate(SmsWebhookRequest request) {
		String segment = request.pathSecret();
		if (segment != null) {
			return decode(segment);
		}
		String query = request.query();
		int start = (query != null) ? indexOfParameter(query, 0) : -1;
		if (query == null || start == -1) {
			return fromHeader(request.headers("Authorization"));
		}
		int end = endOfParameter(query, start);
		boolean once = indexOfParameter(query, end) == -1;
		int value = start + PARAMETER.length() + 1;
		return (once && value < end) ? decode(query.substring(value, end)) : null;
	}

	private static int indexOfParameter(String query, int from) {
		int start = query.indexOf(PARAMETER, from);
		while (start != -1) {
			int next = start + PARAMETER.length();
			boolean begins = start == 0 || query.charAt(start - 1) == '&';
			if (begins && (next == query.length() || query.charAt(next) == '=' || query.charAt(next) == '&')) {
				return start;
			}
			start = query.indexOf(PARAMETER, next);
		}
		return -1;
	}

	private static int endOfParameter(String query, int start) {
		int end = query.indexOf('&', start);
		return (end != -1) ? end : query.length();
	}

	private static @Nullable String fromHeader(List<String> headers) {
		if (headers.size() != 1 || !headers.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			return null;
		}
		String token = headers.get(0).substring(BEARER.length()).trim();
		return token.isEmpty() ? null : token;
	}

	// a plus is not decoded to a space, since no secret holds a space but many hold a
	// plus
	private static @Nullable String decode(String value) {
		if (value.indexOf('%') == -1) {
			return value;
		}
		try {
			return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static byte[] encode(String secret) {
		return secret.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Secrets with what is computed from them once.
	 */
	private record Snapshot(List<String> secrets, List<byte[]> encoded, List<SmsWebhookAuthentication> accepted,
			List<ProbeKey> probeKeys) {

		static Snapshot of(List<String> secrets) {
			return new Snapshot(secrets, secrets.stream().map(SecretSmsWebhookAuthenticator::encode).toList(),
					IntStream.range(0, secrets.size()).mapToObj(SmsWebhookAuthentication::acceptedBy).toList(),
					secrets.stream().map(ProbeKey::new).toList());
		}

		// compares with all secrets in full: the time depends on the candidate's length
		// only, neither on its content nor on the secrets
		SmsWebhookAuthentication compare(byte[] candidate) {
			SmsWebhookAuthentication result = SmsWebhookAuthentication.refused();
			for (int i = this.encoded.size() - 1; i >= 0; i--) {
				boolean same = MessageDigest.isEqual(candidate, this.encoded.get(i));
				result = same ? this.accepted.get(i) : result;
			}
			return result;
		}

		@Override
		public String toString() {
			return "Snapshot[***]";
		}

	}

}
