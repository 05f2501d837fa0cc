package com.zonitel.sms.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.zonitel.sms.FailingAppender;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemorySmsInbox}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MemorySmsInboxTests {

	private final SmsNotificationParser parser = new SmsNotificationParser();

	private final CountDownLatch release = new CountDownLatch(1);

	private MemorySmsInbox inbox = createInbox(4, 100, (event) -> {
	});

	@AfterEach
	void stop() {
		this.release.countDown();
		this.inbox.stop();
	}

	@Test
	void redeliveriesFromManyThreadsReachListenersOnce() throws Exception {
		AtomicInteger published = new AtomicInteger();
		this.inbox = createInbox(4, 100, (event) -> published.incrementAndGet());
		ExecutorService senders = Executors.newFixedThreadPool(64);
		List<Future<Receipt>> receipts = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			receipts.add(senders.submit(() -> accept("same").toCompletableFuture().get(30, TimeUnit.SECONDS)));
		}
		List<Receipt> results = new ArrayList<>();
		for (Future<Receipt> receipt : receipts) {
			results.add(receipt.get(30, TimeUnit.SECONDS));
		}
		senders.shutdown();
		assertThat(published).hasValue(1);
		assertThat(results).containsOnly(Receipt.ACCEPTED, Receipt.DUPLICATE);
		assertThat(results).filteredOn(Receipt.ACCEPTED::equals).hasSize(1);
	}

	@Test
	void remembersTheNewestWhereThereAreTooMany() {
		this.inbox = createInbox(4, 1000, (event) -> {
		});
		for (int i = 0; i < 120_000; i++) {
			assertThat(receipt(accept("n" + i))).isEqualTo(Receipt.ACCEPTED);
		}
		for (int i = 30_000; i < 120_000; i += 10) {
			assertThat(receipt(accept("n" + i))).isEqualTo(Receipt.DUPLICATE);
		}
		assertThat(receipt(accept("n0"))).isEqualTo(Receipt.ACCEPTED);
	}

	@Test
	void duplicateIsNotAcknowledgedBeforeTheFirstIsHandled() throws Exception {
		this.inbox = createInbox(4, 100, (event) -> awaitRelease());
		CompletionStage<Receipt> first = accept("1");
		CompletionStage<Receipt> second = accept("1");
		assertThat(first.toCompletableFuture()).isNotDone();
		assertThat(second.toCompletableFuture()).isNotDone();
		this.release.countDown();
		assertThat(receipt(first)).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(second)).isEqualTo(Receipt.DUPLICATE);
	}

	@Test
	void failedNotificationIsForgottenAndItsMessageIsNotLogged(CapturedOutput output) {
		AtomicInteger calls = new AtomicInteger();
		this.inbox = createInbox(4, 100, (event) -> {
			if (calls.getAndIncrement() == 0) {
				throw new IllegalStateException("canary", new IllegalArgumentException("canary"));
			}
		});
		assertThat(receipt(accept("1"))).isEqualTo(Receipt.LISTENER_FAILED);
		assertThat(receipt(accept("1"))).isEqualTo(Receipt.ACCEPTED);
		assertThat(output).contains("Listener failed for SMS notification '1:received'")
			.contains("java.lang.IllegalStateException")
			.contains("java.lang.IllegalArgumentException")
			.contains(MemorySmsInboxTests.class.getName())
			.doesNotContain("canary");
	}

	@Test
	void refusesBeyondItsCapacityAndRecovers() {
		this.inbox = createInbox(1, 2, (event) -> awaitRelease());
		CompletionStage<Receipt> first = accept("1");
		CompletionStage<Receipt> second = accept("2");
		assertThat(receipt(accept("3"))).isEqualTo(Receipt.UNAVAILABLE);
		this.release.countDown();
		assertThat(receipt(first)).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(second)).isEqualTo(Receipt.ACCEPTED);
		Awaitility.await().untilAsserted(() -> assertThat(receipt(accept("3"))).isNotEqualTo(Receipt.UNAVAILABLE));
	}

	@Test
	void stopWaitsForListenersAndRefusesWhatComesLater() {
		List<String> handled = new ArrayList<>();
		this.inbox = createInbox(1, 100, (event) -> {
			awaitRelease();
			handled.add(event.notificationId());
		});
		for (int i = 0; i < 10; i++) {
			accept("n" + i);
		}
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		this.inbox.stop(() -> stopped.complete(null));
		assertThat(receipt(accept("late"))).isEqualTo(Receipt.UNAVAILABLE);
		assertThat(stopped).isNotDone();
		this.release.countDown();
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
		assertThat(handled).hasSize(10);
	}

	@Test
	void tellsWhichNotificationsHadNoMoreTime(CapturedOutput output) {
		this.inbox = createInbox(1, 100, (event) -> awaitRelease());
		accept("1");
		this.inbox.stop();
		this.inbox.destroy();
		assertThat(output).contains("1 SMS notification(s) are lost if the process ends now", "'1:received'");
		this.release.countDown();
	}

	@Test
	void tellsNothingIfAllHadTime(CapturedOutput output) {
		this.inbox = createInbox(1, 100, (event) -> {
		});
		assertThat(receipt(accept("1"))).isEqualTo(Receipt.ACCEPTED);
		this.inbox.stop();
		this.inbox.destroy();
		assertThat(output).doesNotContain("are lost");
	}

	@Test
	void restartsAfterItWasStopped() {
		this.inbox.stop();
		assertThat(receipt(accept("1"))).isEqualTo(Receipt.UNAVAILABLE);
		this.inbox.start();
		assertThat(receipt(accept("1"))).isEqualTo(Receipt.ACCEPTED);
	}

	@Test
	void tellsWhatIsPendingAndHowOldItIs() {
		assertThat(this.inbox.status()).isEqualTo(new SmsInboxStatus(0, null, 0));
		this.inbox = createInbox(1, 100, (event) -> awaitRelease());
		Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		accept("1");
		Instant after = Instant.now();
		accept("2");
		assertThat(this.inbox.status().pending()).isEqualTo(2);
		assertThat(this.inbox.status().oldestReceivedAt()).isBetween(before, after);
		this.release.countDown();
		Awaitility.await().until(() -> this.inbox.status().equals(new SmsInboxStatus(0, null, 0)));
	}

	@Test
	void nothingIsPendingOnceItIsAnswered() {
		this.inbox = createInbox(1, 100, (event) -> awaitRelease());
		CompletableFuture<Long> pending = accept("1").thenApply((receipt) -> this.inbox.status().pending())
			.toCompletableFuture();
		this.release.countDown();
		assertThat(pending).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(0L);
	}

	@Test
	void listenersSeeTheMdcOfTheCaller() {
		List<String> seen = new ArrayList<>();
		this.inbox = createInbox(1, 100, (event) -> seen.add(String.valueOf(MDC.get("requestId"))));
		MDC.put("requestId", "r1");
		try {
			receipt(accept("1"));
		}
		finally {
			MDC.clear();
		}
		receipt(accept("2"));
		assertThat(seen).containsExactly("r1", "null");
	}

	@Test
	void mdcThatAListenerLeavesIsGoneForTheNextNotification() {
		List<String> seen = new ArrayList<>();
		this.inbox = createInbox(1, 100, (event) -> {
			seen.add(String.valueOf(MDC.get("left")));
			MDC.put("left", event.notificationId());
		});
		receipt(accept("1"));
		receipt(accept("2"));
		assertThat(seen).containsExactly("null", "null");
	}

	@Test
	void failureThatCannotBeReadIsAFailureAndTheNotificationMayComeAgain() {
		AtomicInteger calls = new AtomicInteger();
		this.inbox = createInbox(1, 100, (event) -> {
			if (calls.getAndIncrement() == 0) {
				throw new UnreadableException();
			}
		});
		assertThat(receipt(accept("1"))).isEqualTo(Receipt.LISTENER_FAILED);
		assertThat(this.inbox.status().pending()).isZero();
		assertThat(receipt(accept("1"))).isEqualTo(Receipt.ACCEPTED);
	}

	@Test
	void failureThatCannotBeLoggedIsAFailureAndTheNotificationMayComeAgain() {
		try (FailingAppender appender = FailingAppender.attach(MemorySmsInbox.class.getName())) {
			assertThat(appender.isStarted()).isTrue();
			AtomicInteger calls = new AtomicInteger();
			this.inbox = createInbox(1, 100, (event) -> {
				if (calls.getAndIncrement() == 0) {
					throw new IllegalStateException();
				}
			});
			assertThat(receipt(accept("1"))).isEqualTo(Receipt.LISTENER_FAILED);
			assertThat(this.inbox.status().pending()).isZero();
			assertThat(receipt(accept("1"))).isEqualTo(Receipt.ACCEPTED);
		}
	}

	@Test
	void hungListenersDoNotKeepHandledNotificationsFromBeingForgotten() {
		forgetBesideHungListeners(false);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void hungListenersOnVirtualThreadsDoNotKeepHandledNotificationsFromBeingForgotten() {
		forgetBesideHungListeners(true);
	}

	private void forgetBesideHungListeners(boolean virtualThreads) {
		this.inbox = createInbox(1_004, 2_000, virtualThreads, (event) -> {
			if (event.notificationId().startsWith("hung")) {
				awaitRelease();
			}
		});
		for (int i = 0; i < 1_000; i++) {
			accept("hung" + i);
		}
		for (int i = 0; i < 110_000; i++) {
			assertThat(receipt(accept("n" + i))).isEqualTo(Receipt.ACCEPTED);
		}
		assertThat(receipt(accept("n0"))).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(accept("n109999"))).isEqualTo(Receipt.DUPLICATE);
		assertThat(this.inbox.status().pending()).isEqualTo(1_000);
	}

	@Test
	void callerRunsListenersOnlyWhereNobodyWaitsForThem() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		this.inbox = createInbox(2, 100, (event) -> {
			if (event.notificationId().startsWith("hung")) {
				hanging.countDown();
				awaitRelease();
			}
		});
		List<Runnable> left = new ArrayList<>();
		CompletionStage<Receipt> first = this.inbox.accept(notification("1"), left::add);
		assertThat(left).hasSize(1);
		assertThat(first.toCompletableFuture()).isNotDone();
		assertThat(receipt(accept("2"))).isEqualTo(Receipt.ACCEPTED);
		accept("hung");
		assertThat(hanging.await(60, TimeUnit.SECONDS)).isTrue();
		CompletionStage<Receipt> third = this.inbox.accept(notification("3"), left::add);
		assertThat(left).hasSize(1);
		assertThat(third.toCompletableFuture()).isNotDone();
		left.get(0).run();
		assertThat(receipt(first)).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(third)).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(this.inbox.accept(notification("1"), left::add))).isEqualTo(Receipt.DUPLICATE);
		assertThat(left).hasSize(1);
	}

	@Test
	void interruptThatAListenerLeavesDoesNotReachWhoeverAnswers() throws Exception {
		this.inbox = createInbox(1, 100, (event) -> Thread.currentThread().interrupt());
		List<Runnable> left = new ArrayList<>();
		CompletionStage<Receipt> first = this.inbox.accept(notification("1"), left::add);
		AtomicBoolean interrupted = new AtomicBoolean();
		first.whenComplete((receipt, ex) -> interrupted.set(Thread.currentThread().isInterrupted()));
		left.get(0).run();
		assertThat(receipt(first)).isEqualTo(Receipt.ACCEPTED);
		assertThat(interrupted).isFalse();
	}

	private MemorySmsInbox createInbox(int concurrency, int capacity, Consumer<SmsEvent> listener) {
		return createInbox(concurrency, capacity, false, listener);
	}

	private MemorySmsInbox createInbox(int concurrency, int capacity, boolean virtualThreads,
			Consumer<SmsEvent> listener) {
		MemorySmsInbox inbox = new MemorySmsInbox(new SmsEventPublisher((event) -> listener.accept((SmsEvent) event)),
				concurrency, capacity, Duration.ofHours(1), virtualThreads);
		inbox.start();
		return inbox;
	}

	private CompletionStage<Receipt> accept(String id) {
		return this.inbox.accept(notification(id));
	}

	private SmsNotification notification(String id) {
		try {
			byte[] body = "{\"status\":\"received\",\"data\":{\"id\":\"%s\"}}".formatted(id)
				.getBytes(StandardCharsets.UTF_8);
			return this.parser.parse(body, Instant.now(), CallerContext.capture());
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Receipt receipt(CompletionStage<Receipt> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

	private void awaitRelease() {
		try {
			assertThat(this.release.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Exception that throws whatever is asked of it.
	 */
	private static final class UnreadableException extends RuntimeException {

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("cause");
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			throw new IllegalStateException("stack trace");
		}

	}

}
