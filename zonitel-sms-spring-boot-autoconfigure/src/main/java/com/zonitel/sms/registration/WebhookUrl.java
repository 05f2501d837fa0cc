package com.zonitel.sms.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

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
		URI uri = parse(value);
		return new WebhookUrl(value, (uri != null) ? uri.getScheme() + "://" + uri.getHost() + "/***" : "***");
	}

	/**
	 * Return the URL in full, with the secret.
	 * @return the URL
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Return whether the two URLs lead to the same place: case matters in neither scheme
	 * nor host, and a default port may be left out.
	 * @param other the other URL
	 * @return whether both are the same
	 */
	public boolean isSame(WebhookUrl other) {
		URI mine = parse(this.value);
		URI theirs = parse(other.value);
		if (mine == null || theirs == null) {
			return this.value.equals(other.value);
		}
		return isSameHost(other) && mine.getScheme().equalsIgnoreCase(theirs.getScheme()) && port(mine) == port(theirs)
				&& path(mine).equals(path(theirs)) && Objects.equals(mine.getRawQuery(), theirs.getRawQuery());
	}

	/**
	 * Return whether the two URLs have the same host.
	 * @param other the other URL
	 * @return whether both hosts are the same
	 */
	public boolean isSameHost(WebhookUrl other) {
		URI mine = parse(this.value);
		URI theirs = parse(other.value);
		return mine != null && theirs != null && host(mine).equals(host(theirs));
	}

	private static @Nullable URI parse(String value) {
		try {
			URI uri = new URI(value.trim());
			return (uri.getScheme() != null && uri.getHost() != null) ? uri : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static String host(URI uri) {
		return uri.getHost().toLowerCase(Locale.ROOT);
	}

	private static int port(URI uri) {
		return (uri.getPort() != -1) ? uri.getPort() : (uri.getScheme().equalsIgnoreCase("https") ? 443 : 80);
	}

	private static String path(URI uri) {
		String path = uri.getRawPath();
		return (path == null || path.isEmpty()) ? "/" : path;
	}

	@Override
	public String toString() {
		return this.display;
	}

}
