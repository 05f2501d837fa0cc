package com.zonitel.sms.observability;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.registration.DefaultWebhookRegistrar;
import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.registration.ReplacePolicy;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.registration.WebhookUrl;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmsOverview}.
 */
class SmsOverviewTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final SmsInbox silent = (notification) -> new CompletableFuture<>();

	private final SmsWebhookReceiver receiver = new SmsWebhookReceiver((request) -> SmsWebhookAuthentication.accepted(),
			this.silent, 100, Duration.ofSeconds(60), Clock.systemUTC());

	@AfterEach
	void destroy() {
		this.receiver.destroy();
	}

	@Test
	void showsWhatIsMissing() {
		assertThat(SmsOverview.of(this.receiver, this.silent, null))
			.isEqualTo(new SmsOverview(new SmsOverview.Registration("off", null, null, null, null, null), null, null));
	}

	@Test
	void showsTheInbox() {
		Instant since = NOW.plusSeconds(1);
		assertThat(SmsOverview.of(this.receiver, inbox(new SmsInboxStatus(2, NOW, 1, since, 3)), null).inbox())
			.isEqualTo(new SmsOverview.Inbox(2L, NOW, 1L, since, 3, null));
	}

	@Test
	void inboxThatCannotBeAskedShowsTheTypeOfItsFailure() {
		assertThat(SmsOverview.of(this.receiver, inbox(null), null).inbox())
			.isEqualTo(new SmsOverview.Inbox(null, null, null, null, 0, "java.lang.IllegalStateException"));
	}

	@Test
	void showsTheRegistrationWithoutSecrets() {
		Account account = new Account();
		WebhookRegistration registration = registration(account);
		assertThat(SmsOverview.of(this.receiver, this.silent, registration).registration())
			.isEqualTo(new SmsOverview.Registration("never-attempted", null, null, null, null, null));
		registration.register(ReplacePolicy.ANY);
		String shown = "https://sms.example.com/***";
		assertThat(SmsOverview.of(this.receiver, this.silent, registration).registration())
			.isEqualTo(new SmsOverview.Registration("registered", shown, shown, NOW, null, null));
		account.failure = new ZonitelApiException(Reason.ACCESS_DENIED, "no", null);
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(() -> registration.register(ReplacePolicy.ANY));
		assertThat(SmsOverview.of(this.receiver, this.silent, registration).registration())
			.isEqualTo(new SmsOverview.Registration("failed", shown, shown, NOW, "access-denied", null));
	}

	private static SmsInbox inbox(@Nullable SmsInboxStatus status) {
		return new SmsInbox() {

			@Override
			public CompletionStage<Receipt> accept(SmsNotification notification) {
				return new CompletableFuture<>();
			}

			@Override
			public SmsInboxStatus status() {
				if (status == null) {
					throw new IllegalStateException("canary");
				}
				return status;
			}

		};
	}

	private static WebhookRegistration registration(ZonitelSmsWebhookClient account) {
		Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
		return new WebhookRegistration(
				new DefaultWebhookRegistrar(() -> WebhookUrl.foreign("https://sms.example.com/hook?token=canary"),
						account, clock),
				RegistrationMode.ENSURE, ReplacePolicy.OWN_HOST, (event) -> {
				}, clock);
	}

	/**
	 * The URL of an account, in memory.
	 */
	private static final class Account implements ZonitelSmsWebhookClient {

		private @Nullable String url;

		private @Nullable ZonitelApiException failure;

		@Override
		public @Nullable String getWebhookUrl() {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.url;
		}

		@Override
		public void setWebhookUrl(String url) {
			this.url = url;
		}

	}

}
