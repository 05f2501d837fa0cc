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
		this.handled.add("1:received");
		assertThat(this.handled.contains("1:received")).isTrue();
		assertThat(this.handled.contains("1:delivered")).isFalse();
	}

	@Test
	void forgetsAfterTheWindow() {
		this.handled.add("1");
		this.now.addAndGet(5_000);
		this.handled.add("1");
		this.handled.add("2");
		this.now.addAndGet(4_999);
		assertThat(this.handled.contains("1")).isTrue();
		this.now.addAndGet(1);
		assertThat(this.handled.contains("1")).isFalse();
		assertThat(this.handled.contains("2")).isTrue();
	}

	@Test
	void neverForgetsWithoutEndOfTheWindow() {
		HandledNotifications endless = new HandledNotifications(MAX_SIZE, Duration.ofDays(1_000_000), this.now::get);
		endless.add("1");
		this.now.addAndGet(Long.MAX_VALUE / 2);
		assertThat(endless.contains("1")).isTrue();
	}

	@Test
	void remembersTheNewestWhereThereAreTooMany() {
		IntStream.range(0, 10 * MAX_SIZE).forEach((i) -> this.handled.add("n" + i));
		long remembered = IntStream.range(0, 10 * MAX_SIZE).filter((i) -> this.handled.contains("n" + i)).count();
		assertThat(remembered).isEqualTo(MAX_SIZE);
		assertThat(IntStream.range(10 * MAX_SIZE - 100, 10 * MAX_SIZE)).allMatch((i) -> this.handled.contains("n" + i));
		assertThat(IntStream.range(0, MAX_SIZE)).noneMatch((i) -> this.handled.contains("n" + i));
	}

	@Test
	void agreesWithAMapOverManyAdditionsAndExpirations() {
		Random random = new Random(1);
		Map<String, Long> model = new LinkedHashMap<>();
		for (int i = 0; i < 200_000; i++) {
			long now = this.now.addAndGet(random.nextInt(40));
			model.values().removeIf((time) -> now - time >= 10_000);
			String id = "n" + random.nextInt(2_000);
			assertThat(this.handled.contains(id)).isEqualTo(model.containsKey(id));
			if (random.nextBoolean()) {
				this.handled.add(id);
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
			threads.execute(() -> IntStream.range(0, 10_000).forEach((i) -> many.add(prefix + i)));
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		for (int thread = 0; thread < 8; thread++) {
			String prefix = "n" + thread + "-";
			assertThat(IntStream.range(0, 10_000)).allMatch((i) -> many.contains(prefix + i));
		}
	}

}
