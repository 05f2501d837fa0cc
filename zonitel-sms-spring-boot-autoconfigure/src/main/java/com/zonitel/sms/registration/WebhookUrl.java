package com.zonitel.sms.registration;

import java.net.URI;
import java.util.List;

/**
 * URL of a webhook. It may hold a secret, so {@link #toString()} shows only what is
 * public.
 *
 * @since 0.1.0
 */
public final class WebhookUrl {

	private final String value;

	private final String display;

	private WebhookUrl(String value, String display) {
		this.value = value;
		this.display = display;
	}

	/**
	 * Create the URL of this application's webhook.
	 * @param url the URL in full, with the secret
	 * @param shown the URL as it may be shown, without the secret
	 * @return the URL
	 */
	public static WebhookUrl of(URI url, URI shown) {
		return new WebhookUrl(url.toString(), shown.toString());
	}

	/**
	 * Create a URL that somebody else may have registered, of which only the host is
	 * shown.
	 * @param value the URL as registered
	 * @return the URL
	 */
	public static WebhookUrl foreign(String value) {
		NormalizedUrl url = NormalizedUrl.parse(value);
		return new WebhookUrl(value, (url != null) ? url.scheme() + "://" + url.host() + "/***" : "***");
	}

	/**
	 * Return the URL in full, with the secret.
	 * @return the URL
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Return whether the two URLs lead to the same place, however they are spelled: the
	 * case of scheme and host, a default port and percent-encoding make no difference. A
	 * slash at the end of the path does, since the webhook does not answer there.
	 * @param other the other URL
	 * @return whether both are the same
	 */
	public boolean isSame(WebhookUrl other) {
		NormalizedUrl mine = NormalizedUrl.parse(this.value);
		NormalizedUrl theirs = NormalizedUrl.parse(other.value);
		return (mine != null && theirs != null) ? mine.equals(theirs) : this.value.equals(other.value);
	}

	/**
	 * Return whether the two URLs have the same host.
	 * @param other the other URL
	 * @return whether both hosts are the same
	 */
	public boolean isSameHost(WebhookUrl other) {
		NormalizedUrl mine = NormalizedUrl.parse(this.value);
		NormalizedUrl theirs = NormalizedUrl.parse(other.value);
		return mine != null && theirs != null && mine.host().equals(theirs.host());
	}

	boolean carries(String secret) {
		NormalizedUrl url = NormalizedUrl.parse(this.value);
		return (url != null) ? url.carries(secret) : this.value.contains(secret);
	}

	/**
	 * Return the parts in which the two URLs differ, without their values.
	 * @param other the other URL
	 * @return the names of the parts, in the order of a URL
	 */
	List<String> differences(WebhookUrl other) {
		NormalizedUrl mine = NormalizedUrl.parse(this.value);
		NormalizedUrl theirs = NormalizedUrl.parse(other.value);
		return (mine != null && theirs != null) ? mine.differences(theirs) : List.of("spelling");
	}

	@Override
	public String toString() {
		return this.display;
	}

}
