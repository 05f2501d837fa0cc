package com.zonitel.sms.host;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import com.zonitel.sms.test.SimulatedNotification;
import com.zonitel.sms.test.ZonitelSimulator;
import com.zonitel.sms.webhook.SmsWebhookObserver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the secret of the webhook is exchanged without loss, as SECURITY.md tells.
 */
class SecretRotationTests {

	private static final String OLD = "old-secret-0123456789abcdef01234567";

	private static final String NEW = "new-secret+/=&%0123456789abcdef0123";

	// leaves the processor to the instances that start
	private static final Duration PAUSE = Duration.ofMillis(5);

	private static final Host.Kind KIND = new Host.Kind("", WebApplicationType.SERVLET, "",
			List.of(Pages.class, Positions.class), List.of(),
			List.of("spring-security-", "spring-boot-security", "spring-boot-actuator"));

	private final ZonitelSimulator zonitel = ZonitelSimulator.start();

	private final List<Instance> balanced = new CopyOnWriteArrayList<>();

	private final List<String> urls = new CopyOnWriteArrayList<>();

	private final AtomicLong answered = new AtomicLong();

	private final Queue<String> refused = new ConcurrentLinkedQueue<>();

	private volatile boolean sending = true;

	@Test
	void noCallIsRefusedWhileTheSecretIsExchanged() throws Exception {
		roll(OLD);
		List<CompletableFuture<Void>> senders = new ArrayList<>();
		ExecutorService threads = Executors.newCachedThreadPool();
		for (int i = 0; i < 4; i++) {
			senders.add(CompletableFuture.runAsync(this::send, threads));
		}
		awaitCalls();
		roll(OLD + "," + NEW);
		awaitCalls();
		Positions positions = roll(NEW + "," + OLD).positions();
		awaitCalls();
		assertThat(positions.of(0)).isPositive();
		assertThat(positions.of(1)).isPositive();
		String oldUrl = this.urls.remove(0);
		assertThat(this.urls).hasSize(1);
		awaitCalls();
		long callsByOldSecret = positions.of(1);
		awaitCalls();
		assertThat(positions.of(1)).isEqualTo(callsByOldSecret);
		Instance last = roll(NEW);
		awaitCalls();
		this.sending = false;
		for (CompletableFuture<Void> sender : senders) {
			sender.get(60, TimeUnit.SECONDS);
		}
		assertThat(this.refused).isEmpty();
		assertThat(post(last, oldUrl)).isEqualTo(401);
		System.out.println("Rotation: " + this.answered + " calls answered 200, " + this.refused.size() + " otherwise");
		remove(last);
		this.zonitel.close();
	}

	// one instance is replaced by another; for a while calls reach both
	private Instance roll(String secrets) throws Exception {
		Instance instance = new Instance(Host.start(KIND, "--zonitel.sms.webhook.secrets=" + secrets,
				"--zonitel.sms.webhook.public-base-url=http://localhost:8080",
				"--zonitel.api.base-url=" + this.zonitel.baseUrl(), "--zonitel.client-id=" + ZonitelSimulator.CLIENT_ID,
				"--zonitel.access-token=" + ZonitelSimulator.ACCESS_TOKEN));
		this.balanced.add(instance);
		String token = URLEncoder.encode(secrets.split(",")[0], StandardCharsets.UTF_8);
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> String.valueOf(this.zonitel.registeredUrl()).endsWith("token=" + token));
		if (!this.urls.contains(this.zonitel.registeredUrl())) {
			this.urls.add(this.zonitel.registeredUrl());
		}
		if (this.balanced.size() > 1) {
			awaitCalls();
			remove(this.balanced.get(0));
		}
		return instance;
	}

	private void remove(Instance instance) {
		this.balanced.remove(instance);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> instance.inFlight().get() == 0);
		instance.host().close();
	}

	private void awaitCalls() {
		long until = this.answered.get() + 200;
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.answered.get() >= until);
	}

	// Zonitel may still hold a URL that was registered before
	private void send() {
		while (this.sending) {
			Instance instance = pick(this.balanced);
			String url = pick(this.urls);
			instance.inFlight().incrementAndGet();
			try {
				if (this.balanced.contains(instance) && this.urls.contains(url)) {
					int status = post(instance, url);
					this.answered.incrementAndGet();
					if (status != 200) {
						this.refused.add(status + " for " + url);
					}
				}
			}
			catch (Exception ex) {
				this.refused.add(ex.toString());
			}
			finally {
				instance.inFlight().decrementAndGet();
			}
			LockSupport.parkNanos(PAUSE.toNanos());
		}
	}

	private static <T> T pick(List<T> list) {
		Object[] snapshot = list.toArray();
		@SuppressWarnings("unchecked")
		T picked = (T) snapshot[ThreadLocalRandom.current().nextInt(snapshot.length)];
		return picked;
	}

	private static int post(Instance instance, String url) throws Exception {
		URI uri = URI.create(url);
		return Host
			.send(instance.host().port(), "POST", uri.getRawPath() + "?" + uri.getRawQuery(),
					SimulatedNotification.inboundSms().toJson(), "Content-Type", "application/json")
			.statusCode();
	}

	/**
	 * One of the instances among which calls are balanced.
	 */
	private record Instance(Host host, AtomicInteger inFlight) {

		Instance(Host host) {
			this(host, new AtomicInteger());
		}

		Positions positions() {
			return this.host.context().getBean(Positions.class);
		}

	}

	/**
	 * Counts calls by the position of the secret.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Positions implements SmsWebhookObserver {

		private final AtomicLongArray calls = new AtomicLongArray(2);

		@Override
		public void authenticated(int secretPosition) {
			this.calls.incrementAndGet(secretPosition);
		}

		long of(int position) {
			return this.calls.get(position);
		}

	}

}
