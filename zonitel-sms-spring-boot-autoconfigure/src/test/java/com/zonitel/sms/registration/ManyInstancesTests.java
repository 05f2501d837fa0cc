package com.zonitel.sms.registration;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.client.RestClientZonitelSmsWebhookClient;
import com.zonitel.sms.client.ZonitelCredential;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for many instances that start at once against an API that allows one request a
 * second.
 */
@Tag("extended")
class ManyInstancesTests {

	private static final int INSTANCES = 50;

	private static final String OURS = "https://sms.example.com/webhooks/zonitel/sms?token=secret";

	private static final String OLD = "https://sms.example.com/old?token=secret";

	/**
	 * How long the API is watched after the URL is right; longer for a measurement.
	 */
	private static final Duration WATCH = Duration.ofSeconds(Integer.getInteger("zonitel.sms.test.watch-seconds", 8));

	private final FakeZonitelApi api = new FakeZonitelApi(Duration.ofSeconds(1));

	private final List<Instance> instances = new ArrayList<>();

	private Instant startedAt;

	@AfterEach
	void close() {
		this.instances.forEach(Instance::close);
		this.api.close();
	}

	@Test
	void nothingIsWrittenWhenTheUrlIsRightAlready() {
		this.api.register(OURS);
		start();
		watch();
		assertThat(this.api.allowed()).isPositive();
		assertThat(this.api.written()).isEmpty();
		assertThat(this.api.refusedWrites()).isZero();
	}

	@Test
	void fewTryToWriteAndTheUrlIsSoonRight() {
		this.api.register(OLD);
		long start = System.nanoTime();
		start();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> OURS.equals(this.api.registered()));
		System.out.printf("The URL was right after %d ms%n", Duration.ofNanos(System.nanoTime() - start).toMillis());
		watch();
		assertThat(this.api.written()).containsExactly(OURS);
		// one teaches the distance; each further one lost the moment to a comparison
		assertThat(this.api.refusedWrites()).isLessThanOrEqualTo(3);
	}

	@Test
	void startupThatDependsOnItWaitsTheLimitOut() {
		this.api.register(OLD);
		start(1, true);
		assertThat(this.instances).allMatch(Instance::isRegistered);
		assertThat(this.api.written()).containsExactly(OURS);
		assertThat(this.api.refusedWrites()).isEqualTo(1);
	}

	private void start() {
		start(INSTANCES, false);
	}

	private void start(int count, boolean failFast) {
		for (int i = 0; i < count; i++) {
			this.instances.add(new Instance(this.api.baseUrl(), failFast));
		}
		this.startedAt = Instant.now();
		this.instances.forEach(Instance::start);
	}

	private void watch() {
		long start = System.nanoTime();
		Awaitility.await().atMost(WATCH.plusSeconds(30)).until(() -> System.nanoTime() - start >= WATCH.toNanos());
		List<Long> known = this.instances.stream()
			.filter(Instance::isRegistered)
			.map((instance) -> Duration.between(this.startedAt, instance.checkedAt()).toMillis())
			.sorted()
			.toList();
		System.out.printf(
				"Writes: %d, refused writes: %d, requests: %d, refused: %d, instances that know: %d, after ms: %s%n",
				this.api.written().size(), this.api.refusedWrites(), this.api.calls(), this.api.refused(), known.size(),
				known);
	}

	/**
	 * The registration of one instance, as it is configured by default.
	 */
	private static final class Instance implements AutoCloseable {

		private final GenericApplicationContext context = new GenericApplicationContext();

		private final WebhookRegistration registration;

		private final WebhookRegistrationScheduler scheduler;

		Instance(String baseUrl, boolean failFast) {
			this.context.refresh();
			HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
			RestClient client = RestClient.builder().requestFactory(new JdkClientHttpRequestFactory(http)).build();
			WebhookRegistrar registrar = new DefaultWebhookRegistrar(() -> WebhookUrl.foreign(OURS),
					new RestClientZonitelSmsWebhookClient(() -> client, () -> client, URI.create(baseUrl),
							() -> new ZonitelCredential("id", "token")),
					Clock.systemUTC());
			this.registration = new WebhookRegistration(registrar, RegistrationMode.ENSURE, ReplacePolicy.OWN_HOST,
					this.context, Clock.systemUTC());
			this.scheduler = new WebhookRegistrationScheduler(this.context, this.registration,
					new RegistrationSchedule(Duration.ofSeconds(1), Duration.ofSeconds(2), 2, Duration.ofMinutes(5),
							Duration.ofMinutes(15)),
					failFast);
		}

		void start() {
			this.scheduler
				.onApplicationEvent(new AvailabilityChangeEvent<>(this.context, ReadinessState.ACCEPTING_TRAFFIC));
		}

		boolean isRegistered() {
			return this.registration.getState().status() == Status.REGISTERED;
		}

		Instant checkedAt() {
			return this.registration.getState().checkedAt();
		}

		@Override
		public void close() {
			this.scheduler.destroy();
			this.context.close();
		}

	}

}
