package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@link WebhookRegistrar} that writes a URL only if it differs from the registered one,
 * and replaces a URL of another host only if the {@link ReplacePolicy} allows it.
 * <p>
 * After a rate limit (429) the registrar spaces its calls until an attempt has come to a
 * result. Without that, a limit of one call at a time would admit every comparison and
 * refuse every write that follows it.
 *
 * @since 0.1.0
 */
public class DefaultWebhookRegistrar implements WebhookRegistrar {

	private static final Log logger = LogFactory.getLog(DefaultWebhookRegistrar.class);

	private static final Duration DEFAULT_SPACING = Duration.ofSeconds(1);

	/**
	 * A longer wait would let the comparison grow stale before the write.
	 */
	private static final Duration LONGEST_SPACING = Duration.ofSeconds(5);

	private final WebhookUrlProvider urlProvider;

	private final ZonitelSmsWebhookClient client;

	private final Clock clock;

	private volatile Duration spacing = Duration.ZERO;

	private volatile long calledAt = System.nanoTime();

	/**
	 * Create a new instance.
	 * @param urlProvider the provider of the URL to register
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
		if (registered != null) {
			warnOfReplacement(registered, expected);
		}
		call(() -> {
			this.client.setWebhookUrl(expected.value());
			return true;
		});
		return new RegistrationState(Status.UNCONFIRMED, expected, null, this.clock.instant(), null);
	}

	private static void warnOfReplacement(WebhookUrl registered, WebhookUrl expected) {
		List<String> differences = registered.differences(expected);
		if (!differences.equals(List.of("query"))) {
			logger.warn("SMS webhook replaces '" + registered + "' by '" + expected + "' at Zonitel; they differ in "
					+ String.join(" and ", differences) + ". If another deployment lives there, it receives no SMS any"
					+ " longer.");
		}
	}

	private <T extends @Nullable Object> T call(Supplier<T> call) {
		awaitSpacing();
		try {
			return call.get();
		}
		catch (ZonitelApiException ex) {
			if (ex.getReason() == Reason.RATE_LIMITED) {
				Duration asked = (ex.getRetryAfter() != null) ? ex.getRetryAfter() : DEFAULT_SPACING;
				this.spacing = (asked.compareTo(LONGEST_SPACING) < 0) ? asked : LONGEST_SPACING;
			}
			throw ex;
		}
		finally {
			this.calledAt = System.nanoTime();
		}
	}

	private void awaitSpacing() {
		try {
			TimeUnit.NANOSECONDS.sleep(this.spacing.toNanos() - (System.nanoTime() - this.calledAt));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ZonitelApiException(Reason.RATE_LIMITED,
					"Zonitel's API was not called, since the wait for it was interrupted", null);
		}
	}

	private static boolean mayReplace(WebhookUrl registered, WebhookUrl expected, ReplacePolicy replace) {
		return replace == ReplacePolicy.ANY || (replace == ReplacePolicy.OWN_HOST && registered.isSameHost(expected));
	}

	@Override
	public WebhookUrl getExpectedUrl() {
		return this.urlProvider.getWebhookUrl();
	}

	@Override
	public RegistrationState verify() {
		return state(this.urlProvider.getWebhookUrl(), registered());
	}

	private @Nullable WebhookUrl registered() {
		String url = call(this.client::getWebhookUrl);
		return (url != null) ? WebhookUrl.foreign(url) : null;
	}

	private RegistrationState state(WebhookUrl expected, @Nullable WebhookUrl registered) {
		this.spacing = Duration.ZERO;
		boolean same = registered != null && registered.isSame(expected);
		return new RegistrationState(same ? Status.REGISTERED : Status.DIFFERS, expected, same ? expected : registered,
				this.clock.instant(), null);
	}

}
