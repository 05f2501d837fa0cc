package com.zonitel.sms.inbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandledNotifications}.
 */
class HandledNotificationsTests {

	private static final int MAX_SIZE = 1_600;

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);

	private final HandledNotifications handled = new HandledNotifications(MAX_SIZE, Duration.ofNanos(10_000),
			this.now::get);

	@Test
	void remembersWhatWasHandledAndNothingElse() {
		add(this.handled, "1:received");
		assertThat(contains(this.handled, "1:received")).isTrue();
		assertThat(contains(this.handled, "1:delivered")).isFalse();
	}

	@Test
	void forgetsAfterTheWindow() {
		add(this.handled, "1");
		this.now.addAndGet(5_000);
		add(this.handled, "1");
		add(this.handled, "2");
		this.now.addAndGet(4_999);
		assertThat(contains(this.handled, "1")).isTrue();
		this.now.addAndGet(1);
		assertThat(contains(this.handled, "1")).isFalse();
		assertThat(contains(this.handled, "2")).isTrue();
	}

	@Test
	void neverForgetsWithoutEndOfTheWindow() {
		HandledNotifications endless = new HandledNotifications(MAX_SIZE, Duration.ofDays(1_000_000), this.now::get);
		add(endless, "1");
		this.now.addAndGet(Long.MAX_VALUE / 2);
		assertThat(contains(endless, "1")).isTrue();
	}

	@Test
	void remembersTheNewestWhereThereAreTooMany() {
		IntStream.range(0, 10 * MAX_SIZE).forEach((i) -> add(this.handled, "n" + i));
		long remembered = IntStream.range(0, 10 * MAX_SIZE).filter((i) -> contains(this.handled, "n" + i)).count();
		assertThat(remembered).isEqualTo(MAX_SIZE);
		assertThat(IntStream.range(10 * MAX_SIZE - 100, 10 * MAX_SIZE))
			.allMatch((i) -> contains(this.handled, "n" + i));
		assertThat(IntStream.range(0, MAX_SIZE)).noneMatch((i) -> contains(this.handled, "n" + i));
	}

	@Test
	void agreesWithAMapOverManyAdditionsAndExpirations() {
		Random random = new Random(1);
		Map<String, Long> model = new LinkedHashMap<>();
		for (int i = 0; i < 200_000; i++) {
			long now = this.now.addAndGet(random.nextInt(40));
			model.values().removeIf((time) -> now - time >= 10_000);
			String id = "n" + random.nextInt(2_000);
			assertThat(contains(this.handled, id)).isEqualTo(model.containsKey(id));
			if (random.nextBoolean()) {
				add(this.handled, id);
				model.putIfAbsent(id, now);
			}
		}
	}

	@Test
	void manyThreadsLoseNothing() throws InterruptedException {
		HandledNotifications many = new HandledNotifications(160_000, Duration.ofDays(1), this.now::get);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		for (int thread = 0; thread < 8; thread++) {
			String prefix = "n" + thread + "-";
			threads.execute(() -> IntStream.range(0, 10_000).forEach((i) -> add(many, prefix + i)));
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		for (int thread = 0; thread < 8; thread++) {
			String prefix = "n" + thread + "-";
			assertThat(IntStream.range(0, 10_000)).allMatch((i) -> contains(many, prefix + i));
		}
	}

	private static void add(HandledNotifications handled, String id) {
		handled.add(handled.hash(id));
	}

	private static boolean contains(HandledNotifications handled, String id) {
		return handled.contains(handled.hash(id));
	}

}
