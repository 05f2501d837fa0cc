package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Handover}.
 */
class HandoverTests {

	private final AtomicInteger busy = new AtomicInteger();

	private final Handover handover = new Handover(4, this.busy::get, Duration.ofSeconds(1));

	@Test
	void reservesIdleWorkersOnly() {
		assertThat(this.handover.reserve(3)).isEqualTo(3);
		assertThat(this.handover.reserve(3)).isEqualTo(1);
		assertThat(this.handover.reserve(3)).isZero();
		this.handover.release(2);
		this.busy.set(1);
		assertThat(this.handover.reserve(3)).isEqualTo(1);
	}

	@Test
	void takesBackWhatHasWaitedTooLong() {
		Instant now = Instant.now();
		Execution old = execution("old", now.minusSeconds(10));
		Execution fresh = execution("fresh", now);
		this.handover.reserve(2);
		this.handover.add(old);
		this.handover.add(fresh);
		assertThat(this.handover.holds(old)).isTrue();
		assertThat(this.handover.takeBack(now.minusSeconds(5))).containsExactly(old);
		assertThat(this.handover.holds(old)).isFalse();
		assertThat(this.handover.holds(fresh)).isTrue();
		assertThat(this.handover.reserve(4)).isEqualTo(3);
	}

	private static Execution execution(String id, Instant addedAt) {
		return new Execution(addedAt, new TaskInstance<>("deliver", id), true, "host/1", null, null, 0, addedAt, 1);
	}

}
