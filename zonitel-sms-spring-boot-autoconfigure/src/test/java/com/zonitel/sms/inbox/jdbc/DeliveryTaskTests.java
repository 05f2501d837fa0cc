package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.zonitel.sms.inbox.SmsEventPublisher;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeliveryTask}.
 */
class DeliveryTaskTests {

	private final NotificationTable table = mock(NotificationTable.class);

	private final OutcomeWriter outcomes = mock(OutcomeWriter.class);

	private final ClaimedDeliveries claimed = new ClaimedDeliveries(Duration.ofMinutes(5));

	@Test
	void deliveryWhoseFailureCannotBeStoredIsLeftToWhoeverFindsTheLeaseLost() {
		LeaseInspector leases = new LeaseInspector(this.claimed, "this", Duration.ofMinutes(1), () -> true);
		Task<StoredNotification> task = new DeliveryTask(this.table, this.outcomes, this.claimed,
				mock(SmsEventPublisher.class), null,
				new RetrySchedule(4, Duration.ofSeconds(1), 2, Duration.ofSeconds(1)), new SystemClock())
			.toTask(leases);
		Execution execution = new Execution(Instant.now(), new TaskInstance<>("deliver", "1"));
		this.claimed.begin(execution);
		willThrow(OutOfMemoryError.class).given(this.outcomes).store(any(), any());
		ExecutionComplete failure = ExecutionComplete.failure(execution, Instant.now(), Instant.now(),
				new IllegalStateException());
		assertThatExceptionOfType(OutOfMemoryError.class)
			.isThrownBy(() -> task.getFailureHandler().onFailure(failure, mock(ExecutionOperations.class)));
		assertThat(this.claimed.contains(execution)).isFalse();
	}

}
