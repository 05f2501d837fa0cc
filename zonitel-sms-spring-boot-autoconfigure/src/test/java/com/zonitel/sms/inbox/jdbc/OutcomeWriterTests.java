package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.zonitel.sms.FailingAppender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OutcomeWriter}.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutcomeWriterTests {

	private final AtomicBoolean available = new AtomicBoolean(true);

	private final List<List<Execution>> groups = new CopyOnWriteArrayList<>();

	private final ClaimedDeliveries claimed = new ClaimedDeliveries(Duration.ofMinutes(5));

	private final OutcomeWriter outcomes = new OutcomeWriter(table(), this.claimed);

	@Test
	void removesInGroupsAndTellsWhichLeasesAreLost(CapturedOutput output) throws Exception {
		List<Execution> executions = executions(500);
		executions.forEach(this.outcomes::remove);
		assertThat(executions).allMatch(this.claimed::contains);
		this.outcomes.start();
		this.outcomes.close(Duration.ofSeconds(30));
		assertThat(this.groups.stream().flatMap(List::stream)).containsExactlyElementsOf(executions);
		assertThat(this.groups).hasSizeLessThan(10);
		assertThat(executions).noneMatch(this.claimed::contains);
		assertThat(output).containsOnlyOnce("was taken over by another instance meanwhile")
			.contains("'0' was taken over by another instance meanwhile");
	}

	@Test
	void keepsTryingWhileTheDatabaseIsAwayAndSaysSoOnce(CapturedOutput output) throws Exception {
		this.available.set(false);
		this.outcomes.start();
		List<Execution> executions = executions(2);
		executions.forEach(this.outcomes::remove);
		Awaitility.await().until(() -> this.groups.size() > 1);
		assertThat(executions).allMatch(this.claimed::contains);
		this.available.set(true);
		Awaitility.await().until(() -> executions.stream().noneMatch(this.claimed::contains));
		this.outcomes.close(Duration.ofSeconds(30));
		assertThat(output).containsOnlyOnce("Outcomes of deliveries cannot be stored in the database");
	}

	@Test
	void tellsThatOutcomesCannotBeStoredForAWhile() throws Exception {
		this.available.set(false);
		this.outcomes.start();
		executions(2).forEach(this.outcomes::remove);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(this.outcomes::isFailing);
		this.available.set(true);
		Awaitility.await().until(() -> !this.outcomes.isFailing());
		this.outcomes.close(Duration.ofSeconds(30));
	}

	@Test
	void keepsTryingAlthoughLoggingFails() throws Exception {
		try (FailingAppender appender = FailingAppender.attach(JdbcSmsInbox.class.getName())) {
			assertThat(appender.isStarted()).isTrue();
			this.available.set(false);
			this.outcomes.start();
			List<Execution> executions = executions(3);
			executions.subList(0, 2).forEach(this.outcomes::remove);
			this.outcomes.store(executions.get(2), () -> true);
			Awaitility.await().until(() -> this.groups.size() > 1);
			assertThat(this.claimed.contains(executions.get(2))).isFalse();
			this.available.set(true);
			Awaitility.await().until(() -> executions.stream().noneMatch(this.claimed::contains));
			this.outcomes.close(Duration.ofSeconds(30));
		}
	}

	@Test
	void outcomeThatCannotBeStoredHoldsUpNoOther() throws Exception {
		this.outcomes.start();
		List<Execution> executions = executions(3);
		this.outcomes.store(executions.get(1), () -> {
			throw new IllegalStateException();
		});
		this.outcomes.remove(executions.get(2));
		Awaitility.await().until(() -> !this.claimed.contains(executions.get(2)));
		this.outcomes.close(Duration.ofSeconds(1));
		assertThat(this.claimed.contains(executions.get(1))).isTrue();
	}

	@Test
	void leaseThatIsLostIsToldAndNotTriedAgain(CapturedOutput output) throws Exception {
		this.outcomes.start();
		List<Execution> executions = executions(2);
		List<Execution> tried = new CopyOnWriteArrayList<>();
		this.outcomes.store(executions.get(1), () -> {
			tried.add(executions.get(1));
			return false;
		});
		Awaitility.await().until(() -> !this.claimed.contains(executions.get(1)));
		this.outcomes.close(Duration.ofSeconds(30));
		assertThat(tried).hasSize(1);
		assertThat(output).containsOnlyOnce("'1' was taken over by another instance meanwhile");
	}

	@Test
	void saysThatListenersWillSeeAgainWhatCannotBeStored(CapturedOutput output) throws Exception {
		this.available.set(false);
		this.outcomes.start();
		executions(3).forEach(this.outcomes::remove);
		this.outcomes.close(Duration.ofSeconds(1));
		assertThat(output).contains("3 outcome(s) of deliveries could not be stored");
	}

	private NotificationTable table() {
		NotificationTable table = mock(NotificationTable.class);
		given(table.remove(anyLong(), anyList())).willAnswer((invocation) -> {
			List<Execution> executions = invocation.getArgument(1);
			this.groups.add(List.copyOf(executions));
			if (!this.available.get()) {
				throw new IllegalStateException();
			}
			return executions.stream().filter((execution) -> execution.getId().equals("0")).toList();
		});
		return table;
	}

	private List<Execution> executions(int count) {
		return IntStream.range(0, count).mapToObj((i) -> {
			Execution execution = new Execution(Instant.now(), new TaskInstance<>("deliver", String.valueOf(i)));
			this.claimed.begin(execution);
			return execution;
		}).toList();
	}

}
