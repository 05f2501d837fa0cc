package com.zonitel.sms.inbox.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroupCommit}.
 */
class GroupCommitTests {

	private final SilentStore store = new SilentStore();

	private GroupCommit commits = new GroupCommit(this.store, 1_000, Duration.ofSeconds(1));

	@AfterEach
	void close() throws InterruptedException {
		this.store.answered.countDown();
		this.commits.close();
	}

	@Test
	void writersThatAreStuckAreReplaced() {
		this.store.silentWrites.set(3);
		AtomicInteger next = new AtomicInteger();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> receipt(this.commits.submit(notification("n" + next.getAndIncrement()))) == Receipt.ACCEPTED);
		assertThat(this.store.written).isNotEmpty();
	}

	@Test
	void nextIsAcceptedInTimeAlthoughTheWriterIsStuck() {
		this.commits = new GroupCommit(this.store, 1_000, Duration.ofSeconds(20));
		this.store.silentWrites.set(1);
		CompletionStage<Receipt> stuck = this.commits.submit(notification("stuck"));
		Awaitility.await().until(() -> this.store.stuck.get() == 1);
		CompletableFuture<Receipt> next = this.commits.submit(notification("next")).toCompletableFuture();
		Awaitility.await()
			.atMost(Duration.ofSeconds(15))
			.until(() -> next.getNow(Receipt.UNAVAILABLE) == Receipt.ACCEPTED);
		assertThat(stuck.toCompletableFuture()).isNotDone();
	}

	@Test
	void noMoreWritersAreStuckThanThePoolCanBear() {
		this.commits = new GroupCommit(this.store, 1_000, Duration.ofMillis(200));
		this.store.silentWrites.set(Integer.MAX_VALUE);
		AtomicInteger next = new AtomicInteger();
		Awaitility.await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(10)).until(() -> {
			this.commits.submit(notification("n" + next.getAndIncrement()));
			return this.store.stuck.get() <= GroupCommit.MAX_WRITERS;
		});
	}

	private static Receipt receipt(CompletionStage<Receipt> stage) {
		return stage.toCompletableFuture().completeOnTimeout(Receipt.UNAVAILABLE, 2, TimeUnit.SECONDS).join();
	}

	private static SmsNotification notification(String id) {
		try {
			return new SmsNotificationParser().parse(
					"{\"status\":\"received\",\"data\":{\"id\":\"%s\"}}".formatted(id).getBytes(StandardCharsets.UTF_8),
					Instant.now(), CallerContext.EMPTY);
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Store that does not answer some writes, as with a driver that ignores time-outs.
	 */
	private static final class SilentStore implements Function<List<SmsNotification>, Set<String>> {

		private final AtomicInteger silentWrites = new AtomicInteger();

		private final AtomicInteger stuck = new AtomicInteger();

		private final CountDownLatch answered = new CountDownLatch(1);

		private final Set<String> written = ConcurrentHashMap.newKeySet();

		@Override
		public Set<String> apply(List<SmsNotification> group) {
			if (this.silentWrites.getAndDecrement() > 0) {
				this.stuck.incrementAndGet();
				try {
					this.answered.await(60, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			group.forEach((notification) -> this.written.add(notification.id()));
			return Set.of();
		}

	}

}
