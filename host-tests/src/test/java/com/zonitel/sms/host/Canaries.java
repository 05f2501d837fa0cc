package com.zonitel.sms.host;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Values that must not occur in any of the places that are searched.
 */
final class Canaries {

	static final String SECRET = "canary-secret-one+/=0123456789abcdef";

	static final String SECOND_SECRET = "canary-secret-two-0123456789abcdefgh";

	static final String CLIENT_ID = "ca4a4700-0000-4000-8000-00000000c11e";

	static final String ACCESS_TOKEN = "canary-access-token-0123456789";

	static final String FROM = "+15550177701";

	static final String TO = "+15550177702";

	static final String TEXT = "canary text of the message";

	private static final List<String> ALL = List.of(SECRET, SECOND_SECRET, CLIENT_ID, ACCESS_TOKEN, FROM, TO, TEXT);

	private final Map<String, Integer> searched = new LinkedHashMap<>();

	private final List<String> found = new ArrayList<>();

	synchronized void search(String place, @Nullable String content) {
		if (content == null) {
			return;
		}
		this.searched.merge(place, 1, Integer::sum);
		for (String canary : ALL) {
			for (String form : forms(canary)) {
				if (content.contains(form)) {
					int at = content.indexOf(form);
					this.found.add(place + ": " + content.substring(Math.max(0, at - 200), at + form.length()));
				}
			}
		}
	}

	// half of it would be too much
	private static List<String> forms(String canary) {
		String encoded = Base64.getEncoder().withoutPadding().encodeToString(canary.getBytes(StandardCharsets.UTF_8));
		return List.of(canary, URLEncoder.encode(canary, StandardCharsets.UTF_8),
				canary.substring(0, canary.length() * 3 / 4), encoded.substring(0, encoded.length() - 2));
	}

	synchronized List<String> found() {
		return List.copyOf(this.found);
	}

	synchronized Map<String, Integer> searched() {
		return Map.copyOf(this.searched);
	}

	synchronized int total() {
		return this.searched.values().stream().mapToInt(Integer::intValue).sum();
	}

}
