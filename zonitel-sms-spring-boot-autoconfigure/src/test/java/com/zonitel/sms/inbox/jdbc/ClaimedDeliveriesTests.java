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
 * Tests for {@link ClaimedDeliveries}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClaimedDeliveriesTests {

	private final ClaimedDeliveries claimed = new ClaimedDeliveries(Duration.ofMillis(1));

	@Test
	void lateEndOfADeliveryLeavesTheNextOneOfTheSameNotificationAsItIs(CapturedOutput output) {
		Execution first = delivery("1");
		Execution next = delivery("1");
		this.claimed.begin(first);
		this.claimed.claimed(List.of(next));
		this.claimed.begin(next);
		this.claimed.listenerReturned(first);
		this.claimed.finished(first);
		assertThat(this.claimed.contains(next)).isTrue();
		Awaitility.await().until(() -> this.claimed.countStuck() == 1);
		this.claimed.warnOfStuck();
		assertThat(output).contains("Listener of SMS notification '1' has not returned");
		this.claimed.finished(next);
		assertThat(this.claimed.contains(next)).isFalse();
		assertThat(this.claimed.oldestSince()).isNull();
	}

	@Test
	void deliveryThatWasGivenBackDoesNotBegin() {
		Execution waiting = delivery("1");
		this.claimed.claimed(List.of(waiting));
		assertThat(this.claimed.takeWaiting(Duration.ofMinutes(1))).isEmpty();
		assertThat(this.claimed.takeWaiting(Duration.ZERO)).containsExactly(waiting);
		assertThat(this.claimed.takeWaiting(Duration.ZERO)).isEmpty();
		this.claimed.finished(waiting);
		Execution next = delivery("1");
		this.claimed.claimed(List.of(next));
		assertThat(this.claimed.begin(waiting)).isFalse();
		assertThat(this.claimed.begin(next)).isTrue();
		assertThat(this.claimed.contains(next)).isTrue();
	}

	@Test
	void deliveryThatHasBegunIsNotGivenBack() {
		Execution begun = delivery("1");
		this.claimed.claimed(List.of(begun));
		this.claimed.begin(begun);
		assertThat(this.claimed.takeWaiting(Duration.ZERO)).isEmpty();
		assertThat(this.claimed.contains(begun)).isTrue();
	}

	@Test
	void listenerThatHasNotReturnedIsWarnedAboutOnceAndNotAnyMoreWhenItHas(CapturedOutput output) {
		Execution stuck = delivery("1");
		this.claimed.begin(stuck);
		Execution returned = delivery("2");
		this.claimed.begin(returned);
		this.claimed.listenerReturned(returned);
		Awaitility.await().until(() -> this.claimed.countStuck() == 1);
		this.claimed.warnOfStuck();
		this.claimed.warnOfStuck();
		assertThat(output).containsOnlyOnce("Listener of SMS notification '1' has not returned")
			.contains("Stack of thread '" + Thread.currentThread().getName() + "'")
			.doesNotContain("'2' has not returned");
	}

	private static Execution delivery(String id) {
		return new Execution(Instant.now(), new TaskInstance<>(NotificationTable.DELIVERY, id));
	}

}
