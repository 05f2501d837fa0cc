package com.zonitel.sms.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

import com.zonitel.sms.inbox.DirectSmsInbox;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.webhook.ReceptionRequest.Way;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SmsWebhookReception}, without the thread that watches deadlines.
 */
@ExtendWith(OutputCaptureExtension.class)
class SmsWebhookReceptionTests {

	private final long startedAt = System.nanoTime();

	private final List<String> accepted = new ArrayList<>();

	private final List<SmsWebhookAnswer> answers = new ArrayList<>();

	private final List<String> told = new ArrayList<>();

	private CompletableFuture<Receipt> receipt = new CompletableFuture<>();

	private Receipt receiptAtDeadline = Receipt.ACCEPTED;

	private @Nullable Throwable failureOfAnswer;

	private Runnable duringHandOver = () -> {
	};

	@Test
	void answersWithTheReceiptOfTheInbox() {
		SmsWebhookReception reception = read("{}", Way.QUEUED);
		assertThat(this.answers).isEmpty();
		this.receipt.complete(Receipt.LISTENER_FAILED);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.LISTENER_FAILED);
		assertThat(reception.isSettled()).isTrue();
	}

	@Test
	void deadlineBeforeTheBodyIsThereNeverHandsItOver() {
		SmsWebhookReception reception = reception(Way.QUEUED);
		reception.append(bytes("{"));
		reception.expire();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		assertThat(reception.append(bytes("}"))).isFalse();
		reception.complete();
		assertThat(this.accepted).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "ACCEPTED", "UNAVAILABLE" })
	void deadlineWhileListenersRunAsksTheInbox(Receipt receiptAtDeadline) {
		this.receiptAtDeadline = receiptAtDeadline;
		SmsWebhookReception reception = read("{}", Way.QUEUED);
		reception.expire();
		this.receipt.complete(Receipt.LISTENER_FAILED);
		reception.expire();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.of(receiptAtDeadline));
	}

	@Test
	void deadlineWhileTheBodyIsHandedOverIsLeftToThatThread() {
		SmsWebhookReception reception = reception(Way.QUEUED);
		this.duringHandOver = () -> {
			reception.expire();
			assertThat(this.answers).isEmpty();
		};
		complete(reception, "{}");
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK);
	}

	@Test
	void requestThatDoesNotWaitIsAnsweredAsAtTheDeadline() {
		read("{}", Way.IMMEDIATE);
		assertThat(this.accepted).hasSize(1);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK);
	}

	@Test
	void requestThatDoesNotWaitIsNotHandedOverWhereThatMightBeRefused() {
		this.receiptAtDeadline = Receipt.UNAVAILABLE;
		read("{}", Way.IMMEDIATE);
		assertThat(this.accepted).isEmpty();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
	}

	@Test
	void placeToWaitIsGivenBackWithTheAnswer() {
		Semaphore places = new Semaphore(1);
		SmsWebhookReception reception = reception(Way.QUEUED, places);
		complete(reception, "{}");
		assertThat(places.availablePermits()).isZero();
		reception.expire();
		assertThat(places.availablePermits()).isEqualTo(1);
		this.receipt.complete(Receipt.ACCEPTED);
		assertThat(places.availablePermits()).isEqualTo(1);
	}

	@Test
	void listenersLeftToTheThreadRunEvenIfTheAnswerCannotBeWritten() {
		this.failureOfAnswer = new IllegalStateException("broken");
		this.receipt = CompletableFuture.completedFuture(Receipt.ACCEPTED);
		SmsWebhookReception reception = reception(Way.DIRECT);
		complete(reception, "{}");
		assertThat(this.told).contains("listeners");
		assertThat(reception.isSettled()).isTrue();
	}

	@Test
	void answerForWhichThereWasNoMemoryIsRepeatedAtTheDeadline() {
		this.failureOfAnswer = new OutOfMemoryError("test");
		SmsWebhookReception reception = reception(Way.QUEUED);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> complete(reception, "[]"));
		assertThat(reception.isSettled()).isFalse();
		reception.expire();
		assertThat(reception.isSettled()).isFalse();
		this.failureOfAnswer = null;
		reception.expire();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.BAD_REQUEST);
		assertThat(this.told).containsExactly("BAD_REQUEST");
	}

	@Test
	void refusalThatCannotBeWrittenIsTheCallersFailureAndNotRepeated() {
		this.failureOfAnswer = new IllegalStateException("broken");
		SmsWebhookReception reception = reception(Way.QUEUED);
		assertThatIllegalStateException().isThrownBy(() -> complete(reception, "[]"));
		assertThat(reception.isSettled()).isTrue();
	}

	@Test
	void bodyThatBreaksOffIsToldOnceAndAnswered() {
		SmsWebhookReception reception = reception(Way.QUEUED);
		reception.abort(null);
		reception.abort(new IOException());
		reception.fail(new IOException());
		assertThat(this.told).containsExactly("aborted");
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.BAD_REQUEST);
	}

	@Test
	void timeoutOfTheServerIsNoFaultOfTheCaller() {
		reception(Way.QUEUED).abort(new IOException(new SocketTimeoutException()));
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		assertThat(this.told).containsExactly("UNAVAILABLE");
	}

	@Test
	void failureOfTheInboxIsLoggedByItsType(CapturedOutput output) {
		this.receipt = CompletableFuture.failedFuture(new IllegalStateException("canary"));
		read("{}", Way.QUEUED);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		assertThat(output).contains("the last failure was java.lang.IllegalStateException").doesNotContain("canary");
	}

	@Test
	void observersAreToldOfTheNotificationThatTheInboxWasGiven() {
		read("{\"status\":\"sent\",\"data\":{\"id\":\"1\"}}", Way.QUEUED);
		this.receipt.complete(Receipt.ACCEPTED);
		assertThat(this.told).containsExactly("OK 1:sent");
	}

	@Test
	void ageCountsFromTheHead() {
		SmsWebhookReception reception = reception(Way.QUEUED);
		assertThat(reception.isOlderThan(1_000_000, this.startedAt + 999_999)).isFalse();
		assertThat(reception.isOlderThan(1_000_000, this.startedAt + 1_000_000)).isTrue();
	}

	@Test
	void bodyThatGrowsTooLargeIsRefusedAtOnce() {
		SmsWebhookReception reception = reception(Way.QUEUED);
		assertThat(reception.append(bytes(" ".repeat(101)))).isFalse();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.CONTENT_TOO_LARGE);
	}

	@Test
	void nothingBreaksOffOnceTheBodyIsHandedOver() {
		SmsWebhookReception reception = read("{}", Way.QUEUED);
		reception.abort(null);
		reception.fail(new IOException());
		assertThat(this.answers).isEmpty();
		this.receipt.complete(Receipt.ACCEPTED);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK);
	}

	@Test
	void streamIsReadToItsEnd() throws IOException {
		SmsWebhookReception reception = reception(Way.QUEUED);
		assertThat(reception.readFrom(new ByteArrayInputStream(bytes("{\"a\":1}").array()))).isTrue();
		reception.complete();
		assertThat(this.accepted).containsExactly("{\"a\":1}");
	}

	@Test
	void streamIsReadNoFurtherThanTheLimitOrTheAnswer() throws IOException {
		SmsWebhookReception tooLarge = reception(Way.QUEUED);
		assertThat(tooLarge.readFrom(new ByteArrayInputStream(new byte[101]))).isFalse();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.CONTENT_TOO_LARGE);
		SmsWebhookReception expired = reception(Way.QUEUED);
		expired.expire();
		assertThat(expired.readFrom(InputStream.nullInputStream())).isFalse();
	}

	@Test
	void failureOfTheStreamIsTheCallers() {
		InputStream broken = InputStream.nullInputStream();
		assertThatIOException().isThrownBy(() -> {
			broken.close();
			reception(Way.QUEUED).readFrom(broken);
		});
		assertThat(this.answers).isEmpty();
	}

	private SmsWebhookReception read(String body, Way way) {
		SmsWebhookReception reception = reception(way);
		complete(reception, body);
		return reception;
	}

	private static void complete(SmsWebhookReception reception, String body) {
		reception.append(bytes(body));
		reception.complete();
	}

	private SmsWebhookReception reception(Way way) {
		return reception(way, null);
	}

	private SmsWebhookReception reception(Way way, @Nullable Semaphore places) {
		return new SmsWebhookReception(new SmsNotificationReader(Clock.systemUTC()), new TestInbox(),
				new SmsWebhookJournal(List.of(new RecordingObserver()), new RefusalLog(Duration.ofHours(1))),
				new ReceptionRequest(-1, 100, this.startedAt, CallerContext.EMPTY, way, places, null), this::answer);
	}

	private void answer(SmsWebhookAnswer answer) {
		if (this.failureOfAnswer instanceof Error error) {
			throw error;
		}
		if (this.failureOfAnswer instanceof RuntimeException ex) {
			throw ex;
		}
		this.answers.add(answer);
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private final class TestInbox implements DirectSmsInbox {

		@Override
		public CompletionStage<Receipt> accept(SmsNotification notification) {
			SmsWebhookReceptionTests.this.accepted.add(new String(notification.body(), StandardCharsets.UTF_8));
			SmsWebhookReceptionTests.this.duringHandOver.run();
			return SmsWebhookReceptionTests.this.receipt;
		}

		@Override
		public CompletionStage<Receipt> accept(SmsNotification notification, Executor caller) {
			caller.execute(() -> SmsWebhookReceptionTests.this.told.add("listeners"));
			return accept(notification);
		}

		@Override
		public int getMaxCallers() {
			return 1;
		}

		@Override
		public Receipt receiptAtDeadline() {
			return SmsWebhookReceptionTests.this.receiptAtDeadline;
		}

	}

	private final class RecordingObserver implements SmsWebhookObserver {

		@Override
		public void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
				long nanos) {
			SmsWebhookReceptionTests.this.told
				.add((notification != null) ? answer + " " + notification.id() : answer.name());
		}

		@Override
		public void aborted() {
			SmsWebhookReceptionTests.this.told.add("aborted");
		}

	}

}
