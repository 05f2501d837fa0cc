package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.kagkarlsson.scheduler.event.SchedulerListener.SchedulerEventType;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import org.junit.jupiter.api.Test;

import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaseInspector}.
 */
class LeaseInspectorTests {

	private final ClaimedDeliveries claimed = new ClaimedDeliveries(Duration.ofMinutes(5));

	private final AtomicBoolean steady = new AtomicBoolean(true);

	private final LeaseInspector leases = new LeaseInspector(this.claimed, "this", Duration.ofMinutes(1),
			this.steady::get);

	private final Execution execution = new Execution(Instant.now(), new TaskInstance<>("deliver", "1"));

	@Test
	void nothingIsAbandonedUntilItWasLookedForOnceBefore() {
		assertThat(this.leases.isAbandoned(this.execution)).isFalse();
		this.leases.onSchedulerEvent(SchedulerEventType.RAN_DETECT_DEAD);
		assertThat(this.leases.isAbandoned(this.execution)).isTrue();
	}

	@Test
	void nothingIsAbandonedWhileTheClockIsNotSteady() {
		this.leases.onSchedulerEvent(SchedulerEventType.RAN_DETECT_DEAD);
		this.steady.set(false);
		assertThat(this.leases.isAbandoned(this.execution)).isFalse();
	}

	@Test
	void nothingIsAbandonedUntilLeasesCouldBeRenewedForAWhile() {
		AtomicBoolean writable = new AtomicBoolean();
		LeaseInspector inspector = new LeaseInspector(this.claimed, "this", Duration.ofMinutes(1), () -> {
			Assert.state(writable.get(), "pretended");
			return true;
		});
		inspector.onSchedulerEvent(SchedulerEventType.RAN_DETECT_DEAD);
		assertThat(inspector.isAbandoned(this.execution)).isFalse();
		inspector.onSchedulerEvent(SchedulerEventType.RAN_DETECT_DEAD);
		writable.set(true);
		assertThat(inspector.isAbandoned(this.execution)).isFalse();
		inspector.onSchedulerEvent(SchedulerEventType.RAN_DETECT_DEAD);
		assertThat(inspector.isAbandoned(this.execution)).isTrue();
	}

	@Test
	void whatIsClaimedHereIsNotAbandoned() {
		this.leases.onSchedulerEvent(SchedulerEventType.RAN_DETECT_DEAD);
		this.claimed.claimed(List.of(new Execution(Instant.now(), new TaskInstance<>("deliver", "1"))));
		assertThat(this.leases.isAbandoned(this.execution)).isFalse();
	}

}
