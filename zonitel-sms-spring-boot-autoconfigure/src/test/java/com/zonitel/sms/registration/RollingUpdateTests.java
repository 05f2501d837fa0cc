package com.zonitel.sms.registration;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

import com.zonitel.sms.client.RestClientZonitelSmsWebhookClient;
import com.zonitel.sms.client.ZonitelCredential;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a rolling update that replaces the secret, behind a load balancer, with times
 * that are shorter than the real ones.
 */
class RollingUpdateTests {

	private static final String NEW = "https://sms.example.com/webhooks/zonitel/sms?token=new";

	private static final String OLD = "https://sms.example.com/webhooks/zonitel/sms?token=old";

	private static final Duration TRUST_AFTER = Duration.ofSeconds(2);

	private static final ProbePolicy POLICY = new ProbePolicy(Duration.ofMinutes(2), TRUST_AFTER, 6,
			Duration.ofMillis(200), 3, Duration.ofSeconds(30));

	private static final RegistrationSchedule SCHEDULE = new RegistrationSchedule(Duration.ofMillis(10),
			Duration.ofMillis(100), 1, Duration.ofMillis(100), Duration.ofMinutes(15));

	private final FakeZonitelApi api = new FakeZonitelApi();

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final List<ProbeVerdict> verdicts = new CopyOnWriteArrayList<>();

	private volatile Instant updatedAt = Instant.MAX;

	private WebhookRegistrationScheduler scheduler;

	@BeforeEach
	void register() {
		this.context.refresh();
		this.api.register(OLD);
	}

	@AfterEach
	void close() {
		this.scheduler.destroy();
		this.context.close();
		this.api.close();
	}

	@Test
	void newSecretIsRegisteredOnceOnlyNewInstancesAnswer() {
		// one of three answers is of a new instance, and the last answers all are
		WebhookRegistration registration = start(
				(probe) -> (probe < 10 && probe % 3 != 2) ? ProbeVerdict.OTHER_DEPLOYMENT : ProbeVerdict.REACHABLE);
		await(registration, Status.REGISTERED);
		assertThat(this.api.written()).containsExactly(NEW);
		assertThat(this.verdicts).hasSizeGreaterThanOrEqualTo(10 + POLICY.proofs());
		assertThat(Duration.between(this.updatedAt, registration.getState().checkedAt()))
			.isGreaterThanOrEqualTo(TRUST_AFTER);
	}

	@Test
	void nothingIsWrittenWhileOldInstancesAnswer() {
		WebhookRegistration registration = start(
				(probe) -> (probe % 4 == 0) ? ProbeVerdict.OTHER_DEPLOYMENT : ProbeVerdict.REACHABLE);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.verdicts.size() > 30);
		assertThat(registration.getState().status()).isEqualTo(Status.DIFFERS);
		assertThat(registration.isHeldBack()).isTrue();
		assertThat(this.api.written()).isEmpty();
	}

	private WebhookRegistration start(IntFunction<ProbeVerdict> verdicts) {
		HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		RestClient client = RestClient.builder().requestFactory(new JdkClientHttpRequestFactory(http)).build();
		WebhookUrlProvider urlProvider = () -> WebhookUrl.foreign(NEW);
		WebhookRegistrar registrar = new DefaultWebhookRegistrar(urlProvider,
				new RestClientZonitelSmsWebhookClient(() -> client, () -> client, URI.create(this.api.baseUrl()),
						() -> new ZonitelCredential("id", "token")),
				Clock.systemUTC());
		ProbeGuard guard = new ProbeGuard(urlProvider, (url) -> probe(verdicts), POLICY, Clock.systemUTC());
		WebhookRegistration registration = new WebhookRegistration(registrar, RegistrationMode.ENSURE,
				ReplacePolicy.OWN_HOST, this.context, Clock.systemUTC(), guard);
		this.scheduler = new WebhookRegistrationScheduler(this.context, registration, SCHEDULE, false);
		this.scheduler
			.onApplicationEvent(new AvailabilityChangeEvent<>(this.context, ReadinessState.ACCEPTING_TRAFFIC));
		return registration;
	}

	private ProbeResult probe(IntFunction<ProbeVerdict> verdicts) {
		ProbeVerdict verdict = verdicts.apply(this.verdicts.size());
		this.verdicts.add(verdict);
		if (verdict == ProbeVerdict.OTHER_DEPLOYMENT) {
			this.updatedAt = Instant.now();
		}
		return new ProbeResult(verdict, "status", Duration.ofMillis(1));
	}

	private static void await(WebhookRegistration registration, Status status) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> registration.getState().status() == status);
	}

}
