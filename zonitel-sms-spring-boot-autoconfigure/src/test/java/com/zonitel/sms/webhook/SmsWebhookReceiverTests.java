package com.zonitel.sms.webhook;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.TraceFields;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookReceiver} and {@link SmsWebhookReception}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SmsWebhookReceiverTests {

	private final List<SmsNotification> accepted = new CopyOnWriteArrayList<>();

	private final List<SmsWebhookAnswer> answers = new CopyOnWriteArrayList<>();

	private final List<SmsWebhookReceiver> receivers = new ArrayList<>();

	private Duration deadline = Duration.ofSeconds(60);

	@AfterEach
	void destroy() {
		this.receivers.forEach(SmsWebhookReceiver::destroy);
	}

	@Test
	void bodyIsHandedOverUnchanged() {
		SmsWebhookReception reception = receive(inbox(Receipt.ACCEPTED));
		assertThat(append(reception, "{\"a\"")).isTrue();
		assertThat(append(reception, ":1} ")).isTrue();
		reception.complete();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK);
		assertThat(this.accepted).singleElement()
			.satisfies((notification) -> assertThat(notification.body()).asString().isEqualTo("{\"a\":1} "));
	}

	@Test
	void bodyThatGrowsTooLargeIsRefusedAtOnce() {
		SmsWebhookReception reception = receive(inbox(Receipt.ACCEPTED));
		assertThat(append(reception, "{" + " ".repeat(99))).isTrue();
		assertThat(append(reception, "}")).isFalse();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.CONTENT_TOO_LARGE);
		reception.complete();
		assertThat(append(reception, "{}")).isFalse();
		assertThat(this.answers).hasSize(1);
		assertThat(this.accepted).isEmpty();
	}

	@Test
	void bodyThatBreaksOffIsNotAcknowledged() {
		SmsWebhookReception reception = receive(inbox(Receipt.ACCEPTED));
		append(reception, "{}");
		reception.abort(null);
		reception.complete();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.BAD_REQUEST);
		assertThat(this.accepted).isEmpty();
	}

	@Test
	void slowBodyIsRefusedAtTheDeadlineAndHandedOverNoMore() {
		this.deadline = Duration.ofSeconds(2);
		SmsWebhookReception reception = receive(inbox(Receipt.ACCEPTED));
		append(reception, "{}");
		Awaitility.await().until(() -> !this.answers.isEmpty());
		reception.complete();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		assertThat(this.accepted).isEmpty();
	}

	@Test
	void inboxTellsWhatHoldsAtTheDeadline() {
		this.deadline = Duration.ofSeconds(2);
		SmsWebhookReception reception = receive(inbox(new CompletableFuture<>()));
		append(reception, "{}");
		reception.complete();
		Awaitility.await().until(() -> !this.answers.isEmpty());
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK);
	}

	@Test
	void inboxThatRefusesAfterTheDeadlineIsNotOverruled() throws Exception {
		this.deadline = Duration.ofSeconds(2);
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<Receipt> receipt = CompletableFuture.completedFuture(Receipt.UNAVAILABLE);
		SmsWebhookReception slow = receive(new TestInbox(receipt, release));
		append(slow, "{}");
		CompletableFuture<Void> handover = CompletableFuture.runAsync(slow::complete);
		Awaitility.await().until(() -> !this.accepted.isEmpty());
		Awaitility.await().until(() -> slow.isOlderThan(Duration.ofSeconds(3).toNanos(), System.nanoTime()));
		assertThat(this.answers).isEmpty();
		release.countDown();
		handover.get(10, TimeUnit.SECONDS);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
	}

	@Test
	void inboxThatIsSlowToTakeIsAskedAfterwards() throws Exception {
		this.deadline = Duration.ofSeconds(2);
		CountDownLatch release = new CountDownLatch(1);
		SmsWebhookReception slow = receive(new TestInbox(new CompletableFuture<>(), release));
		append(slow, "{}");
		CompletableFuture<Void> handover = CompletableFuture.runAsync(slow::complete);
		Awaitility.await().until(() -> slow.isOlderThan(Duration.ofSeconds(3).toNanos(), System.nanoTime()));
		release.countDown();
		handover.get(10, TimeUnit.SECONDS);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK);
	}

	@Test
	void noMorePlacesAreHeldThanThereAre() {
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(),
				inbox(new CompletableFuture<>()));
		for (int i = 0; i < 1_000; i++) {
			assertThat(receiver.tryHold()).isTrue();
		}
		assertThat(receiver.tryHold()).isFalse();
		receiver.release();
		assertThat(receiver.tryHold()).isTrue();
		assertThat(receiver.tryHold()).isFalse();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void onVirtualThreadsOnlyAsManyWaitForListenersAsTheHeapBears() throws Exception {
		List<CompletableFuture<Receipt>> listeners = new CopyOnWriteArrayList<>();
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(), new SmsInbox() {

			@Override
			public CompletionStage<Receipt> accept(SmsNotification notification) {
				listeners.add(new CompletableFuture<>());
				return listeners.get(listeners.size() - 1);
			}

			@Override
			public Receipt receiptAtDeadline() {
				return Receipt.ACCEPTED;
			}

		});
		int waiting = (int) Math.min(Runtime.getRuntime().maxMemory() >> 20, 1_000);
		receiveOnVirtualThread(receiver, waiting + 10);
		assertThat(listeners).hasSize(waiting + 10);
		assertThat(this.answers).as("those that find no place").hasSize(10).containsOnly(SmsWebhookAnswer.OK);
		listeners.forEach((listener) -> listener.complete(Receipt.ACCEPTED));
		assertThat(this.answers).hasSize(waiting + 10);
		this.answers.clear();
		receiveOnVirtualThread(receiver, waiting);
		assertThat(this.answers).as("places are given back").isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void bodiesThatStallOnVirtualThreadsTakeNoPlaceOfThoseThatWaitForListeners() throws Exception {
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(),
				inbox(new CompletableFuture<>()));
		new VirtualThreadTaskExecutor()
			.submit(() -> IntStream.range(0, 2_000)
				.forEach((i) -> append(receiver.receive(TestSmsWebhookRequest.post(), this.answers::add), "{")))
			.get(10, TimeUnit.SECONDS);
		receiveOnVirtualThread(receiver, 1);
		assertThat(this.accepted).hasSize(1);
		assertThat(this.answers).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void refusedRequestsOnVirtualThreadsLeavePlacesForOthers() throws Exception {
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(),
				inbox(new CompletableFuture<>()));
		long held = new VirtualThreadTaskExecutor()
			.submit(() -> IntStream.range(0, 2_000).filter((i) -> receiver.tryHoldRefused()).count())
			.get(10, TimeUnit.SECONDS);
		assertThat(held).isEqualTo(Math.min(Runtime.getRuntime().maxMemory() >> 20, 1_000));
	}

	private void receiveOnVirtualThread(SmsWebhookReceiver receiver, int count) throws Exception {
		new VirtualThreadTaskExecutor().submit(() -> IntStream.range(0, count).forEach((i) -> {
			SmsWebhookReception reception = receiver.receive(TestSmsWebhookRequest.post(), this.answers::add);
			append(reception, "{}");
			reception.complete();
		})).get(10, TimeUnit.SECONDS);
	}

	@Test
	void requestWithoutAPlaceIsAnsweredOnceTheInboxHasTheNotification() {
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(),
				inbox(new CompletableFuture<>()));
		SmsWebhookReception reception = receiver.receiveImmediately(TestSmsWebhookRequest.post(), this.answers::add);
		append(reception, "{}");
		reception.complete();
		assertThat(this.accepted).hasSize(1);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK);
	}

	@Test
	void requestWithoutAPlaceIsRefusedIfItIsNotCertainToBeAccepted() {
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(), (notification) -> {
			this.accepted.add(notification);
			return new CompletableFuture<>();
		});
		SmsWebhookReception reception = receiver.receiveImmediately(TestSmsWebhookRequest.post(), this.answers::add);
		append(reception, "{}");
		reception.complete();
		assertThat(this.accepted).isEmpty();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
	}

	@Test
	void readThatTimesOutIsAnsweredAsAtTheDeadline(CapturedOutput output) {
		SmsWebhookReception reception = receive(inbox(Receipt.ACCEPTED));
		reception.abort(new IOException(new SocketTimeoutException("canary")));
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		assertThat(output).contains("SMS webhook answered 503").doesNotContain("canary");
	}

	@Test
	void answerThatIsSlowToWriteDelaysNoOther() throws Exception {
		this.deadline = Duration.ofSeconds(1);
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(),
				inbox(Receipt.ACCEPTED));
		CountDownLatch release = new CountDownLatch(1);
		receiver.receive(TestSmsWebhookRequest.post(), (answer) -> {
			try {
				release.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		receiver.linger(() -> receiver.receive(TestSmsWebhookRequest.post(), this.answers::add));
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !this.answers.isEmpty());
		assertThat(release.getCount()).isEqualTo(1);
		release.countDown();
	}

	@Test
	void answerForWhichThereWasNoMemoryIsTriedAgain() {
		this.deadline = Duration.ofSeconds(1);
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(),
				inbox(Receipt.ACCEPTED));
		AtomicInteger attempts = new AtomicInteger();
		receiver.receive(TestSmsWebhookRequest.post(), (answer) -> {
			if (attempts.getAndIncrement() < 3) {
				throw new OutOfMemoryError("test");
			}
			this.answers.add(answer);
		});
		Awaitility.await().until(() -> !this.answers.isEmpty());
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		assertThat(attempts).hasValue(4);
	}

	@ParameterizedTest
	@EnumSource(names = { "LISTENER_FAILED", "UNAVAILABLE" })
	void refusalForWhichThereWasNoMemoryNeverBecomesAnAcknowledgement(Receipt receipt) {
		this.deadline = Duration.ofSeconds(1);
		SmsWebhookReceiver receiver = receiver((request) -> SmsWebhookAuthentication.accepted(), new SmsInbox() {

			@Override
			public CompletionStage<Receipt> accept(SmsNotification notification) {
				return CompletableFuture.completedStage(receipt);
			}

			@Override
			public Receipt receiptAtDeadline() {
				return Receipt.ACCEPTED;
			}

		});
		AtomicInteger attempts = new AtomicInteger();
		SmsWebhookReception reception = receiver.receive(TestSmsWebhookRequest.post(), (answer) -> {
			if (attempts.getAndIncrement() < 2) {
				// longer than the watcher's round, which must not take it for answered
				Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
				throw new OutOfMemoryError("test");
			}
			this.answers.add(answer);
		});
		append(reception, "{}");
		reception.complete();
		Awaitility.await().until(() -> !this.answers.isEmpty());
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.of(receipt));
	}

	@Test
	void inboxThatThrowsMeansUnavailable() {
		SmsWebhookReception reception = receive((notification) -> {
			throw new NoClassDefFoundError("inbox");
		});
		append(reception, "{}");
		reception.complete();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
	}

	@Test
	void authenticatorThatThrowsLetsNobodyIn() {
		SmsWebhookReceiver receiver = receiver((request) -> {
			throw new IllegalStateException("authenticator");
		}, inbox(Receipt.ACCEPTED));
		assertThat(receiver.refuse(TestSmsWebhookRequest.post())).isEqualTo(SmsWebhookAnswer.UNAVAILABLE);
	}

	@Test
	void observersAreToldInOrderAndOneThatThrowsChangesNothing(CapturedOutput output) {
		List<String> told = new ArrayList<>();
		SmsWebhookReceiver receiver = new SmsWebhookReceiver((request) -> SmsWebhookAuthentication.acceptedBy(0),
				inbox(Receipt.ACCEPTED), 100, this.deadline, Clock.systemUTC(),
				List.of(new NamedObserver("first", told), new ThrowingObserver(), new NamedObserver("last", told)),
				TraceFields.NONE, null);
		this.receivers.add(receiver);
		SmsWebhookRequest request = TestSmsWebhookRequest.post();
		assertThat(receiver.refuse(request)).isNull();
		SmsWebhookReception reception = receiver.receive(request, this.answers::add);
		append(reception, "{}");
		reception.complete();
		SmsWebhookReception broken = receiver.receive(request, this.answers::add);
		broken.abort(null);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK, SmsWebhookAnswer.BAD_REQUEST);
		assertThat(told).containsExactly("first authenticated", "last authenticated", "first answered", "last answered",
				"first aborted", "last aborted");
		assertThat(output).containsOnlyOnce("Observer of the SMS webhook failed").doesNotContain("canary");
	}

	private SmsWebhookReception receive(SmsInbox inbox) {
		return receiver((request) -> SmsWebhookAuthentication.accepted(), inbox).receive(TestSmsWebhookRequest.post(),
				this.answers::add);
	}

	private SmsWebhookReceiver receiver(SmsWebhookAuthenticator authenticator, SmsInbox inbox) {
		SmsWebhookReceiver receiver = new SmsWebhookReceiver(authenticator, inbox, 100, this.deadline,
				Clock.systemUTC());
		this.receivers.add(receiver);
		return receiver;
	}

	private SmsInbox inbox(Receipt receipt) {
		return inbox(CompletableFuture.completedFuture(receipt));
	}

	private SmsInbox inbox(CompletableFuture<Receipt> receipt) {
		return new TestInbox(receipt, new CountDownLatch(0));
	}

	private static boolean append(SmsWebhookReception reception, String part) {
		return reception.append(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Inbox that is responsible from the moment that it returns.
	 */
	private final class TestInbox implements SmsInbox {

		private final CompletableFuture<Receipt> receipt;

		private final CountDownLatch release;

		TestInbox(CompletableFuture<Receipt> receipt, CountDownLatch release) {
			this.receipt = receipt;
			this.release = release;
		}

		@Override
		public CompletionStage<Receipt> accept(SmsNotification notification) {
			SmsWebhookReceiverTests.this.accepted.add(notification);
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return this.receipt;
		}

		@Override
		public Receipt receiptAtDeadline() {
			return Receipt.ACCEPTED;
		}

	}

	/**
	 * Observer that tells what it saw.
	 */
	private record NamedObserver(String name, List<String> told) implements SmsWebhookObserver {

		@Override
		public void authenticated(int secretPosition) {
			this.told.add(this.name + " authenticated");
		}

		@Override
		public void refused(SmsWebhookAnswer answer) {
			this.told.add(this.name + " refused");
		}

		@Override
		public void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
				long nanos) {
			this.told.add(this.name + " answered");
		}

		@Override
		public void aborted() {
			this.told.add(this.name + " aborted");
		}

	}

	/**
	 * Observer that always throws.
	 */
	private static final class ThrowingObserver implements SmsWebhookObserver {

		@Override
		public void authenticated(int secretPosition) {
			throw new IllegalStateException("canary");
		}

		@Override
		public void refused(SmsWebhookAnswer answer) {
			throw new IllegalStateException("canary");
		}

		@Override
		public void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
				long nanos) {
			throw new IllegalStateException("canary");
		}

		@Override
		public void aborted() {
			throw new IllegalStateException("canary");
		}

	}

}
