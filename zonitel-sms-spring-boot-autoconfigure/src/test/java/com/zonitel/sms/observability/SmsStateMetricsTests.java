package com.zonitel.sms.observability;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.inbox.DirectSmsInbox;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.registration.DefaultWebhookRegistrar;
import com.zonitel.sms.registration.ProbeGuard;
import com.zonitel.sms.registration.ProbeResult;
import com.zonitel.sms.registration.ProbeVerdict;
import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.registration.RegistrationSchedule;
import com.zonitel.sms.registration.ReplacePolicy;
import com.zonitel.sms.registration.WebhookNotRegisteredException;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.registration.WebhookRegistrationScheduler;
import com.zonitel.sms.registration.WebhookUrl;
import com.zonitel.sms.registration.WebhookUrlProvider;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmsStateMetrics}.
 */
class SmsStateMetricsTests {

	private static final String MATCHES = "zonitel.sms.registration.matches";

	private static final String FAILED = "zonitel.sms.registration.failed";

	private static final String REACHABLE = "zonitel.sms.registration.reachable";

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicInteger asked = new AtomicInteger();

	private final Account account = new Account();

	private @Nullable WebhookRegistration registration;

	private @Nullable SmsInboxStatus status;

	private @Nullable SmsWebhookReceiver receiver;

	private @Nullable SmsStateMetrics metrics;

	@AfterEach
	void destroy() {
		if (this.receiver != null) {
			this.receiver.destroy();
		}
	}

	@Test
	void showsTheAgesOfWhatTheInboxHolds() {
		this.status = new SmsInboxStatus(2, NOW.minusSeconds(90), 3, NOW.minusMillis(1500), 1);
		bind(new TestInbox());
		assertThat(gauge("zonitel.sms.inbox.pending")).isEqualTo(2);
		assertThat(gauge("zonitel.sms.inbox.dead")).isEqualTo(3);
		assertThat(gauge("zonitel.sms.inbox.oldest.age")).isEqualTo(90);
		assertThat(gauge("zonitel.sms.inbox.oldest.running.age")).isEqualTo(1.5);
	}

	@Test
	void nothingPendingHasNoAge() {
		this.status = new SmsInboxStatus(0, null, 0);
		bind(new TestInbox());
		assertThat(gauge("zonitel.sms.inbox.oldest.age")).isZero();
		assertThat(gauge("zonitel.sms.inbox.oldest.running.age")).isZero();
	}

	@Test
	void ageIsUnknownWhereOnlyTheNumberIsKnown() {
		this.status = new SmsInboxStatus(1, null, 0);
		bind(new TestInbox());
		assertThat(gauge("zonitel.sms.inbox.oldest.age")).isNaN();
	}

	@Test
	void clockOfAnotherInstanceThatIsAheadMakesNoNegativeAge() {
		this.status = new SmsInboxStatus(1, NOW.plusSeconds(5), 0);
		bind(new TestInbox());
		assertThat(gauge("zonitel.sms.inbox.oldest.age")).isZero();
	}

	@Test
	void valuesAreUnknownWhereTheInboxCannotBeAsked() {
		bind(new TestInbox());
		assertThat(gauge("zonitel.sms.inbox.pending")).isNaN();
		assertThat(gauge("zonitel.sms.inbox.oldest.age")).isNaN();
		assertThat(gauge("zonitel.sms.inbox.oldest.running.age")).isNaN();
	}

	@Test
	void allGaugesOfAScrapeShareOneQuery() {
		this.status = new SmsInboxStatus(1, NOW, 1);
		bind(new TestInbox());
		this.registry.getMeters().forEach((meter) -> meter.measure().forEach(Measurement::getValue));
		assertThat(this.asked).hasValueLessThanOrEqualTo(2).hasPositiveValue();
	}

	@Test
	void whatDoesNotExistHasNoGauge() {
		bind(new TestInbox());
		assertThat(gauge("zonitel.sms.last.notification.age")).isNaN();
		assertThat(this.registry.find("zonitel.sms.registration.matches").gauge()).isNull();
		assertThat(this.registry.find("zonitel.sms.webhook.held.threads").gauge()).isNull();
	}

	@Test
	void threadsOfTheServerAreHeldOnlyByAnInboxWithADirectWay() {
		bind(new DirectInbox());
		assertThat(gauge("zonitel.sms.webhook.held.threads")).isZero();
	}

	@Test
	void registrationMatchesOnceItIsConfirmed() {
		bind(register(ProbeVerdict.REACHABLE));
		assertThat(gauge(MATCHES)).isNaN();
		assertThat(gauge(FAILED)).isZero();
		assertThat(gauge(REACHABLE)).isNaN();
		this.account.failureAfterWrite = new ZonitelApiException(Reason.TRANSPORT, "no", null);
		assertThatExceptionOfType(WebhookNotRegisteredException.class).isThrownBy(this::check);
		assertThat(gauge(MATCHES)).isNaN();
		assertThat(gauge(FAILED)).isEqualTo(1);
		assertThat(gauge(REACHABLE)).isEqualTo(1);
		this.account.failureAfterWrite = null;
		check();
		assertThat(gauge(MATCHES)).isEqualTo(1);
		assertThat(gauge(FAILED)).isZero();
	}

	@Test
	void registrationOfAnotherDoesNotMatch() {
		this.account.url = "https://b.example.com/hook";
		bind(register(ProbeVerdict.OTHER_DEPLOYMENT));
		check();
		assertThat(gauge(MATCHES)).isZero();
		assertThat(gauge(REACHABLE)).isZero();
	}

	@Test
	void registrationThatIsMissingDoesNotMatch() {
		bind(register(ProbeVerdict.OTHER_DEPLOYMENT));
		check();
		assertThat(gauge(MATCHES)).isZero();
	}

	@Test
	void probeWithoutAFindingTellsNothing() {
		bind(register(ProbeVerdict.UNKNOWN));
		check();
		assertThat(gauge(REACHABLE)).isNaN();
		assertThat(gauge(MATCHES)).isEqualTo(1);
	}

	private WebhookRegistration register(ProbeVerdict verdict) {
		WebhookUrlProvider urlProvider = () -> WebhookUrl.foreign("https://a.example.com/hook");
		Clock clock = Clock.systemUTC();
		return new WebhookRegistration(new DefaultWebhookRegistrar(urlProvider, this.account, clock),
				RegistrationMode.ENSURE, ReplacePolicy.OWN_HOST, (event) -> {
				}, clock,
				new ProbeGuard(urlProvider, (url) -> new ProbeResult(verdict, "reason", Duration.ZERO), clock));
	}

	/**
	 * Have the registration checked once, on this thread.
	 */
	private void check() {
		GenericApplicationContext context = new GenericApplicationContext();
		Duration never = Duration.ofHours(1);
		WebhookRegistrationScheduler scheduler = new WebhookRegistrationScheduler(context, this.registration,
				new RegistrationSchedule(never, never, 1, never, never), true);
		try {
			scheduler.onApplicationEvent(new AvailabilityChangeEvent<>(context, ReadinessState.ACCEPTING_TRAFFIC));
		}
		finally {
			scheduler.destroy();
		}
	}

	private void bind(WebhookRegistration registration) {
		this.registration = registration;
		bind(new TestInbox());
	}

	private void bind(SmsInbox inbox) {
		this.receiver = new SmsWebhookReceiver((request) -> SmsWebhookAuthentication.accepted(), inbox, 100,
				Duration.ofSeconds(60), Clock.systemUTC());
		// a gauge does not keep what it measures
		this.metrics = new SmsStateMetrics(this.receiver, inbox, this.registration, Clock.fixed(NOW, ZoneOffset.UTC));
		this.metrics.bindTo(this.registry);
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	private class TestInbox implements SmsInbox {

		@Override
		public CompletionStage<Receipt> accept(SmsNotification notification) {
			return new CompletableFuture<>();
		}

		@Override
		public SmsInboxStatus status() {
			SmsStateMetricsTests.this.asked.incrementAndGet();
			SmsInboxStatus status = SmsStateMetricsTests.this.status;
			if (status == null) {
				throw new IllegalStateException("canary");
			}
			return status;
		}

	}

	private final class DirectInbox extends TestInbox implements DirectSmsInbox {

		@Override
		public CompletionStage<Receipt> accept(SmsNotification notification, Executor caller) {
			return new CompletableFuture<>();
		}

		@Override
		public int getMaxCallers() {
			return 1;
		}

	}

	/**
	 * The URL of an account, in memory.
	 */
	private static final class Account implements ZonitelSmsWebhookClient {

		private @Nullable String url;

		private @Nullable ZonitelApiException failureAfterWrite;

		private boolean written;

		@Override
		public @Nullable String getWebhookUrl() {
			if (this.written && this.failureAfterWrite != null) {
				throw this.failureAfterWrite;
			}
			return this.url;
		}

		@Override
		public void setWebhookUrl(String url) {
			this.url = url;
			this.written = true;
		}

	}

}
