package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DirectLane}.
 */
class DirectLaneTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);

	private final DirectLane lane = new DirectLane(3, this.now::get);

	@Test
	void givesNoMorePermitsThanThereAre() {
		List<DirectLane.Permit> permits = Stream.generate(this::enter).limit(3).toList();
		assertThat(this.lane.tryEnter()).isNull();
		assertThat(this.lane.held()).isEqualTo(3);
		permits.get(1).leave();
		assertThat(enter()).isSameAs(permits.get(1));
		assertThat(this.lane.tryEnter()).isNull();
	}

	@Test
	void givesNoneWhereThereAreNone() {
		assertThat(new DirectLane(0, this.now::get).tryEnter()).isNull();
	}

	@Test
	void pausesAfterASlowRequestAndLongerAfterEachFurther() {
		Duration last = Duration.ZERO;
		for (int i = 0; i < 20; i++) {
			DirectLane.Permit slow = enter();
			pass(Duration.ofMillis(50));
			slow.leave();
			Duration pause = pause();
			assertThat(pause).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofSeconds(1));
			last = pause;
		}
		assertThat(last).isEqualTo(Duration.ofSeconds(1));
		enter().leave();
		DirectLane.Permit slow = enter();
		pass(Duration.ofMillis(50));
		slow.leave();
		assertThat(pause()).isLessThan(Duration.ofMillis(10));
	}

	@Test
	void oneStallIsOneReasonToPauseHoweverManyItHeldUp() {
		List<DirectLane.Permit> heldUp = Stream.generate(this::enter).limit(3).toList();
		pass(Duration.ofMillis(50));
		heldUp.forEach(DirectLane.Permit::leave);
		assertThat(pause()).isLessThan(Duration.ofMillis(5));
	}

	@Test
	void pausesWhileThoseInsideDoNotReturn() {
		enter();
		pass(Duration.ofMillis(50));
		assertThat(this.lane.tryEnter()).isNull();
		pause();
		enter();
		assertThat(this.lane.held()).isEqualTo(2);
	}

	@Test
	void staysOpenWhileOthersReturnQuickly() {
		enter();
		for (int i = 0; i < 100; i++) {
			pass(Duration.ofMillis(4));
			enter().leave();
		}
	}

	@Test
	void isOpenAfterAQuietTime() {
		enter().leave();
		pass(Duration.ofDays(1));
		enter().leave();
		enter();
		enter();
	}

	@Test
	void countsAcrossThreads() throws InterruptedException {
		DirectLane lane = new DirectLane(3, () -> 0);
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger entered = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		for (int i = 0; i < 100_000; i++) {
			threads.execute(() -> {
				DirectLane.Permit permit = lane.tryEnter();
				if (permit != null) {
					entered.incrementAndGet();
					most.accumulateAndGet(inside.incrementAndGet(), Math::max);
					inside.decrementAndGet();
					permit.leave();
				}
			});
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(most.get()).isBetween(1, 3);
		assertThat(entered).hasPositiveValue();
		assertThat(lane.held()).isZero();
		List<DirectLane.Permit> permits = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			permits.add(lane.tryEnter());
		}
		assertThat(permits).doesNotContainNull().doesNotHaveDuplicates();
	}

	private DirectLane.Permit enter() {
		DirectLane.Permit permit = this.lane.tryEnter();
		assertThat(permit).isNotNull();
		return permit;
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private Duration pause() {
		long start = this.now.get();
		while (!this.lane.isOpen(this.now.get())) {
			pass(Duration.ofMillis(1));
		}
		return Duration.ofNanos(this.now.get() - start);
	}

}
