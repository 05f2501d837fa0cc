package com.zonitel.sms.test;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Call of Zonitel's API, as the simulator saw it. Its {@link #toString()} shows no
 * secret.
 *
 * @param method the HTTP method
 * @param path the path, with the query if there is one
 * @param url the URL that was to be registered, or {@code null} if the body had none
 * @param status the HTTP status of the answer, or 0 if none was given
 * @param at the time of the call
 * @since 0.1.0
 */
public record ApiCall(String method, String path, @Nullable String url, int status, Instant at) {

	@Override
	public String toString() {
		return this.method + " " + this.path + ((this.url != null) ? " with url " + MaskedUrl.of(this.url) : "")
				+ " answered " + ((this.status != 0) ? this.status : "not at all");
	}

}
