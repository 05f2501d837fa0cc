package com.zonitel.sms.registration;

import java.time.Clock;

import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.jspecify.annotations.Nullable;

/**
 * {@link WebhookRegistrar} that writes only what differs, never a URL of another host
 * unless told to, and reads back what it wrote.
 *
 * @since 0.1.0
 */
public class DefaultWebhookRegistrar implements WebhookRegistrar {

	private final WebhookUrlProvider urlProvider;

	private final ZonitelSmsWebhookClient client;

	private final Clock clock;

	/**
	 * Create a new instance.
	 * @param urlProvider what tells the URL to register
	 * @param client the client of Zonitel's API
	 * @param clock the clock for the time of checks
	 */
	public DefaultWebhookRegistrar(WebhookUrlProvider urlProvider, ZonitelSmsWebhookClient client, Clock clock) {
		this.urlProvider = urlProvider;
		this.client = client;
		this.clock = clock;
	}

	@Override
	public RegistrationState register(ReplacePolicy replace) {
		WebhookUrl expected = this.urlProvider.getWebhookUrl();
		WebhookUrl registered = registered();
		if (registered != null && (registered.isSame(expected) || !mayReplace(registered, expected, replace))) {
			return state(expected, registered);
		}
		this.client.setWebhookUrl(expected.value());
		return state(expected, registered());
	}

	private static boolean mayReplace(WebhookUrl registered, WebhookUrl expected, ReplacePolicy replace) {
		return replace == ReplacePolicy.ANY || registered.isSameHost(expected);
	}

	@Override
	public RegistrationState verify() {
		return state(this.urlProvider.getWebhookUrl(), registered());
	}

	private @Nullable WebhookUrl registered() {
		String url = this.client.getWebhookUrl();
		return (url != null) ? WebhookUrl.foreign(url) : null;
	}

	private RegistrationState state(WebhookUrl expected, @Nullable WebhookUrl registered) {
		boolean same = registered != null && registered.isSame(expected);
		return new RegistrationState(same ? Status.REGISTERED : Status.DIFFERS, expected, same ? expected : registered,
				this.clock.instant(), null);
	}

}
