package com.zonitel.sms.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

import com.zonitel.sms.inbox.DirectSmsInbox;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import com.zonitel.sms.webhook.ReceptionRequest.Way;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReceptionRequest}.
 */
class ReceptionRequestTests {

	private final List<String> calls = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void onlyARequestThatIsAnsweredAtOnceDoesNotWait(Way way) {
		assertThat(request(way, null).beginWait()).isEqualTo(way != Way.IMMEDIATE);
	}

	@Test
	void noMoreWaitThanThereArePlaces() {
		Semaphore places = new Semaphore(1);
		ReceptionRequest first = request(Way.QUEUED, places);
		ReceptionRequest second = request(Way.DIRECT, places);
		assertThat(request(Way.IMMEDIATE, places).beginWait()).isFalse();
		assertThat(first.beginWait()).isTrue();
		assertThat(second.beginWait()).isFalse();
		first.endWait();
		assertThat(second.beginWait()).isTrue();
	}

	@Test
	void listenersAreLeftOnlyToACallerThatWaitsForThem() throws Exception {
		handOver(Way.DIRECT, new TestInbox(), Runnable::run);
		handOver(Way.DIRECT, new TestInbox(), null);
		handOver(Way.QUEUED, new TestInbox(), Runnable::run);
		handOver(Way.IMMEDIATE, new TestInbox(), Runnable::run);
		assertThat(this.calls).containsExactly("direct", "queued", "queued", "queued");
	}

	@Test
	void inboxWithoutADirectWayIsAskedAsUsual() throws Exception {
		assertThat(handOver(Way.DIRECT, (notification) -> CompletableFuture.completedStage(Receipt.DUPLICATE),
				Runnable::run))
			.isCompletedWithValue(Receipt.DUPLICATE);
	}

	@Test
	void whatAnInboxThrowsIsItsResult() throws Exception {
		LinkageError failure = new LinkageError();
		assertThat(handOver(Way.QUEUED, (notification) -> {
			throw failure;
		}, null)).failsWithin(Duration.ZERO).withThrowableOfType(ExecutionException.class).withCause(failure);
	}

	private CompletableFuture<Receipt> handOver(Way way, SmsInbox inbox, @Nullable Executor caller) throws Exception {
		SmsNotification notification = new SmsNotificationParser().parse("{}".getBytes(StandardCharsets.UTF_8),
				Instant.EPOCH, CallerContext.EMPTY);
		return request(way, null).handOver(inbox, notification, caller).toCompletableFuture();
	}

	private static ReceptionRequest request(Way way, @Nullable Semaphore waiting) {
		return new ReceptionRequest(-1, 100, 0, CallerContext.EMPTY, way, waiting, null);
	}

	private final class TestInbox implements DirectSmsInbox {

		@Override
		public CompletionStage<Receipt> accept(SmsNotification notification) {
			ReceptionRequestTests.this.calls.add("queued");
			return CompletableFuture.completedStage(Receipt.ACCEPTED);
		}

		@Override
		public CompletionStage<Receipt> accept(SmsNotification notification, Executor caller) {
			ReceptionRequestTests.this.calls.add("direct");
			return CompletableFuture.completedStage(Receipt.ACCEPTED);
		}

		@Override
		public int getMaxCallers() {
			return 1;
		}

	}

}
