package com.zonitel.sms.inbox.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroupRemoval}.
 */
@ExtendWith(OutputCaptureExtension.class)
class GroupRemovalTests {

	private final AtomicBoolean available = new AtomicBoolean(true);

	private final List<List<Execution>> groups = new CopyOnWriteArrayList<>();

	private final List<Execution> lost = new CopyOnWriteArrayList<>();

	private final GroupRemoval removal = new GroupRemoval(this::remove, this.lost::add);

	@Test
	void removesInGroupsAndTellsWhatIsLost() throws Exception {
		List<Execution> executions = executions(500);
		executions.forEach(this.removal::remove);
		assertThat(executions).allMatch(this.removal::isPending);
		this.removal.start();
		this.removal.close(Duration.ofSeconds(30));
		assertThat(this.groups.stream().flatMap(List::stream)).containsExactlyElementsOf(executions);
		assertThat(this.groups).hasSizeLessThan(10);
		assertThat(this.lost).containsExactly(executions.get(0));
		assertThat(executions).noneMatch(this.removal::isPending);
	}

	@Test
	void keepsTryingWhileTheDatabaseIsAwayAndSaysSoOnce(CapturedOutput output) throws Exception {
		this.available.set(false);
		this.removal.start();
		List<Execution> executions = executions(2);
		executions.forEach(this.removal::remove);
		Awaitility.await().until(() -> this.groups.size() > 1);
		assertThat(executions).allMatch(this.removal::isPending);
		this.available.set(true);
		Awaitility.await().until(() -> executions.stream().noneMatch(this.removal::isPending));
		this.removal.close(Duration.ofSeconds(30));
		assertThat(output).containsOnlyOnce("cannot be removed from the database");
	}

	@Test
	void saysThatListenersWillSeeAgainWhatCannotBeRemoved(CapturedOutput output) throws Exception {
		this.available.set(false);
		this.removal.start();
		executions(3).forEach(this.removal::remove);
		this.removal.close(Duration.ofSeconds(30));
		assertThat(output).contains("3 SMS notification(s) were delivered but could not be removed");
	}

	private List<Execution> remove(List<Execution> executions) {
		this.groups.add(List.copyOf(executions));
		if (!this.available.get()) {
			throw new IllegalStateException();
		}
		return executions.stream().filter((execution) -> execution.getId().equals("0")).toList();
	}

	private static List<Execution> executions(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> new Execution(Instant.now(), new TaskInstance<>("deliver", String.valueOf(i))))
			.toList();
	}

}
