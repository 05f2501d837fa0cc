package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
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

	private static final int MAX_CALLS = 3;

	private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

	private static final long JITTER_MILLIS = 50;

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
		waitingOutLimits(() -> {
			this.client.setWebhookUrl(expected.value());
			return true;
		});
		return confirm(expected);
	}

	/**
	 * What Zonitel has acknowledged counts as registered, even if it cannot be read back
	 * now: to begin anew could write a second time over what another environment has
	 * written since. The next verification tells.
	 */
	private RegistrationState confirm(WebhookUrl expected) {
		try {
			return state(expected, waitingOutLimits(this::registered));
		}
		catch (ZonitelApiException ex) {
			if (!ex.isRetryable()) {
				throw ex;
			}
			return state(expected, expected);
		}
	}

	/**
	 * Wait out a limit of calls in place. Where a comparison uses up what is allowed at a
	 * time, an attempt that began anew would be refused at the same point for ever. The
	 * wait is short, since the comparison grows stale.
	 */
	private static <T extends @Nullable Object> T waitingOutLimits(Supplier<T> call) {
		for (int calls = 1;; calls++) {
			try {
				return call.get();
			}
			catch (ZonitelApiException ex) {
				Duration wait = (ex.getRetryAfter() != null) ? ex.getRetryAfter() : DEFAULT_WAIT;
				if (ex.getReason() != Reason.RATE_LIMITED || calls == MAX_CALLS || wait.compareTo(LONGEST_WAIT) > 0) {
					throw ex;
				}
				sleep(wait, ex);
			}
		}
	}

	private static void sleep(Duration wait, ZonitelApiException reason) {
		try {
			Thread.sleep(wait.toMillis() + ThreadLocalRandom.current().nextLong(JITTER_MILLIS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw reason;
		}
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
