package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Workers}.
 */
class WorkersTests {

	private final AtomicInteger claims = new AtomicInteger();

	private final Workers workers = new Workers(4, Executors.defaultThreadFactory(), this.claims::incrementAndGet);

	@AfterEach
	void shutDown() {
		this.workers.shutdownNow();
	}

	@Test
	void claimsWhatWorkersAreFreeForUntilListenersAreKnownToBeFast() throws Exception {
		assertThat(this.workers.free()).isEqualTo(4);
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 0; i < 4; i++) {
			this.workers.execute(() -> await(release));
		}
		assertThat(this.workers.free()).isZero();
		release.countDown();
		awaitFree(4);
	}

	@Test
	void claimsAheadWhileListenersAreFastAndNoMoreOnceTheyAreSlow() throws Exception {
		runFastListeners();
		awaitFree(4 + Workers.MAX_AHEAD);
		CountDownLatch never = new CountDownLatch(1);
		for (int i = 0; i < 20; i++) {
			this.workers.execute(() -> await(never, 200));
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.workers.getActiveCount() == 0);
		assertThat(this.workers.free()).isLessThan(4 + 4);
	}

	@Test
	void hasMoreClaimedBeforeWorkersAreIdleIfThereIsMore() {
		runFastListeners();
		assertThat(this.claims).hasValue(0);
		this.workers.setMore(true);
		this.workers.execute(() -> {
		});
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.claims.get() > 0);
	}

	@Test
	void keepsWhatTheLastSearchHasFoundWhileListenersHang() {
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 0; i < 4; i++) {
			this.workers.execute(() -> await(release));
		}
		AtomicInteger ran = new AtomicInteger();
		for (int search = 1; search <= 1_000; search++) {
			int latest = search;
			for (int i = 0; i < 12; i++) {
				this.workers.execute(() -> ran.addAndGet((latest == 1_000) ? 1 : 0));
			}
		}
		assertThat(this.workers.getQueue()).hasSizeLessThan(300);
		release.countDown();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ran.get() == 12);
	}

	@Test
	void claimThatFailsOnAWorkerEndsNoThread() {
		List<Throwable> uncaught = new CopyOnWriteArrayList<>();
		Workers one = new Workers(1, (task) -> {
			Thread thread = new Thread(task);
			thread.setUncaughtExceptionHandler((ended, ex) -> uncaught.add(ex));
			return thread;
		}, this.claims::incrementAndGet);
		AtomicInteger ran = new AtomicInteger();
		one.execute(() -> {
			throw new IllegalStateException("pretended");
		});
		one.execute(ran::incrementAndGet);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ran.get() == 1);
		one.shutdown();
		assertThat(uncaught).isEmpty();
	}

	@Test
	void claimsNothingAheadForAWhileOnceWhatWasClaimedHadToBeGivenBack() throws Exception {
		runFastListeners();
		awaitFree(4 + Workers.MAX_AHEAD);
		this.workers.pauseClaimingAhead();
		runFastListeners();
		awaitFree(4);
	}

	@Test
	void isFreeAgainAfterAThreadCouldNotBeStarted() {
		Workers failing = new Workers(4, (task) -> {
			throw new OutOfMemoryError("pretended");
		}, this.claims::incrementAndGet);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> failing.execute(() -> {
		}));
		assertThat(failing.free()).isEqualTo(4);
	}

	private void runFastListeners() {
		for (int i = 0; i < 10; i++) {
			for (int j = 0; j < 100; j++) {
				this.workers.execute(() -> {
				});
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.workers.getQueue().isEmpty());
		}
	}

	private void awaitFree(int free) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.workers.free() == free);
	}

	private static void await(CountDownLatch latch) {
		await(latch, 60_000);
	}

	private static void await(CountDownLatch latch, long millis) {
		try {
			latch.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
