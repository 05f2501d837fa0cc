package com.zonitel.sms.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.notification.CallerContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SmsWebhookDeadlines}.
 */
class SmsWebhookDeadlinesTests {

	private final List<SmsWebhookAnswer> answers = new CopyOnWriteArrayList<>();

	private final RefusalLog refusals = new RefusalLog(Duration.ofMinutes(1));

	@Test
	void strikeAgainOnceThereIsMemory() {
		AtomicInteger attempts = new AtomicInteger();
		SmsWebhookDeadlines deadlines = start((task) -> {
			if (attempts.getAndIncrement() < 5) {
				throw new OutOfMemoryError("test");
			}
			task.run();
		});
		try {
			deadlines.add(reception());
			await().until(() -> this.answers.size() == 1);
			deadlines.add(reception());
			await().until(() -> this.answers.size() == 2);
			assertThat(this.answers).containsOnly(SmsWebhookAnswer.UNAVAILABLE);
			AtomicInteger ended = new AtomicInteger();
			deadlines.linger(Duration.ZERO, ended::incrementAndGet);
			await().until(() -> ended.get() == 1);
		}
		finally {
			deadlines.close();
		}
	}

	@Test
	void strikeOnceAtATime() {
		Queue<Runnable> started = new ConcurrentLinkedQueue<>();
		SmsWebhookDeadlines deadlines = start(started::add);
		try {
			deadlines.add(reception());
			await().until(() -> started.size() == 1);
			await().during(Duration.ofSeconds(1)).until(() -> started.size() == 1);
			started.remove().run();
			assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		}
		finally {
			deadlines.close();
		}
	}

	@Test
	void whatLingersIsEndedWhenTheyAreClosed() {
		SmsWebhookDeadlines deadlines = start(Runnable::run);
		AtomicInteger ended = new AtomicInteger();
		deadlines.linger(Duration.ofHours(1), ended::incrementAndGet);
		deadlines.close();
		assertThat(ended).hasValue(1);
		deadlines.linger(Duration.ofHours(1), ended::incrementAndGet);
		assertThat(ended).hasValue(2);
	}

	private SmsWebhookDeadlines start(Executor executor) {
		SmsWebhookDeadlines deadlines = new SmsWebhookDeadlines(Duration.ofMillis(200), this.refusals, executor);
		deadlines.start();
		return deadlines;
	}

	private SmsWebhookReception reception() {
		return new SmsWebhookReception(new SmsNotificationReader(Clock.systemUTC()),
				(notification) -> new CompletableFuture<>(), new SmsWebhookJournal(List.of(), this.refusals),
				new ReceptionRequest(-1, 100, System.nanoTime(), CallerContext.EMPTY, ReceptionRequest.Way.QUEUED, null,
						null),
				this.answers::add);
	}

}
