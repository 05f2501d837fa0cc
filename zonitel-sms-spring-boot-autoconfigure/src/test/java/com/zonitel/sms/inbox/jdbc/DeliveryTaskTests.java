package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;

import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.zonitel.sms.inbox.SmsEventPublisher;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
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
	void databaseThatCannotNoteADeliveryAloneIsNoFailureOfAListener() {
		SmsEventPublisher publisher = mock(SmsEventPublisher.class);
		Execution execution = suspicious();
		given(this.table.markAlone(execution)).willThrow(new DataAccessResourceFailureException("pretended"));
		deliver(execution, publisher);
		assertThatItIsPutOff(execution);
		then(publisher).shouldHaveNoInteractions();
	}

	@Test
	void deliveryAloneIsPutOffAtOnceWhileAListenerTakesLong() {
		SmsEventPublisher publisher = mock(SmsEventPublisher.class);
		Execution execution = suspicious();
		given(this.table.markAlone(execution)).willReturn(true);
		this.claimed.begin(new Execution(Instant.now(), new TaskInstance<>("deliver", "long")));
		await().atMost(Duration.ofMinutes(2)).until(() -> this.claimed.hasRunFor(Duration.ofSeconds(30)));
		deliver(execution, publisher);
		assertThatItIsPutOff(execution);
		then(publisher).shouldHaveNoInteractions();
	}

	@Test
	void deliveryWhoseFailureCannotBeStoredIsLeftToWhoeverFindsTheLeaseLost() {
		Task<StoredNotification> task = task(mock(SmsEventPublisher.class));
		Execution execution = new Execution(Instant.now(), new TaskInstance<>("deliver", "1"));
		this.claimed.begin(execution);
		willThrow(OutOfMemoryError.class).given(this.outcomes).store(any(), any());
		ExecutionComplete failure = ExecutionComplete.failure(execution, Instant.now(), Instant.now(),
				new IllegalStateException());
		assertThatExceptionOfType(OutOfMemoryError.class)
			.isThrownBy(() -> task.getFailureHandler().onFailure(failure, mock(ExecutionOperations.class)));
		assertThat(this.claimed.contains(execution)).isFalse();
	}

	private static Execution suspicious() {
		StoredNotification stored = new StoredNotification(Instant.now(), Map.of(), new byte[0], null);
		return new Execution(Instant.now(), new TaskInstance<>("deliver", "1", stored), true, "this",
				Takeovers.SUSPICIOUS.toInstant(), null, 2, null, 1);
	}

	@SuppressWarnings("unchecked")
	private void deliver(Execution execution, SmsEventPublisher publisher) {
		ExecutionContext context = new ExecutionContext(null, execution, null, null);
		task(publisher).execute(execution.taskInstance, context);
	}

	private void assertThatItIsPutOff(Execution execution) {
		ArgumentCaptor<BooleanSupplier> outcome = ArgumentCaptor.captor();
		then(this.outcomes).should().store(eq(execution), outcome.capture());
		outcome.getValue().getAsBoolean();
		then(this.table).should().reschedule(eq(execution), any(), eq(2), any());
	}

	private Task<StoredNotification> task(SmsEventPublisher publisher) {
		LeaseInspector leases = new LeaseInspector(this.claimed, "this", Duration.ofMinutes(1), () -> true);
		return new DeliveryTask(this.table, this.outcomes, this.claimed, publisher, null,
				new RetrySchedule(4, Duration.ofSeconds(1), 2, Duration.ofSeconds(1)), new SystemClock())
			.toTask(leases);
	}

}
