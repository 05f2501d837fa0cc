package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunningDeliveries}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RunningDeliveriesTests {

	private final RunningDeliveries running = new RunningDeliveries(Duration.ofMillis(1));

	@Test
	void lateEndOfADeliveryLeavesTheNextOneOfTheSameNotificationAsItIs(CapturedOutput output) {
		Execution first = delivery("1");
		Execution next = delivery("1");
		this.running.started(first);
		this.running.claimed(List.of(next));
		this.running.started(next);
		this.running.listenerReturned(first);
		this.running.finished(first);
		assertThat(this.running.contains(next)).isTrue();
		Awaitility.await().until(() -> this.running.countStuck() == 1);
		this.running.warnOfStuck();
		assertThat(output).contains("Listener of SMS notification '1' has not returned");
		this.running.finished(next);
		assertThat(this.running.contains(next)).isFalse();
		assertThat(this.running.oldestSince()).isNull();
	}

	@Test
	void deliveryThatWasGivenBackDoesNotBegin() {
		Execution waiting = delivery("1");
		this.running.claimed(List.of(waiting));
		assertThat(this.running.giveBack(Duration.ofMinutes(1))).isEmpty();
		assertThat(this.running.giveBack(Duration.ZERO)).containsExactly(waiting);
		assertThat(this.running.giveBack(Duration.ZERO)).isEmpty();
		this.running.finished(waiting);
		Execution next = delivery("1");
		this.running.claimed(List.of(next));
		assertThat(this.running.started(waiting)).isFalse();
		assertThat(this.running.started(next)).isTrue();
		assertThat(this.running.contains(next)).isTrue();
	}

	@Test
	void deliveryThatHasBegunIsNotGivenBack() {
		Execution begun = delivery("1");
		this.running.claimed(List.of(begun));
		this.running.started(begun);
		assertThat(this.running.giveBack(Duration.ZERO)).isEmpty();
		assertThat(this.running.contains(begun)).isTrue();
	}

	@Test
	void listenerThatHasNotReturnedIsWarnedAboutOnceAndNotAnyMoreWhenItHas(CapturedOutput output) {
		Execution stuck = delivery("1");
		this.running.started(stuck);
		Execution returned = delivery("2");
		this.running.started(returned);
		this.running.listenerReturned(returned);
		Awaitility.await().until(() -> this.running.countStuck() == 2);
		this.running.warnOfStuck();
		this.running.warnOfStuck();
		assertThat(output).containsOnlyOnce("Listener of SMS notification '1' has not returned")
			.contains("Stack of thread '" + Thread.currentThread().getName() + "'")
			.doesNotContain("'2' has not returned");
	}

	private static Execution delivery(String id) {
		return new Execution(Instant.now(), new TaskInstance<>(NotificationTable.DELIVERY, id));
	}

}
