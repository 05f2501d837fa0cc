package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookJournal}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SmsWebhookJournalTests {

	private final List<String> told = new ArrayList<>();

	private final SmsWebhookJournal journal = new SmsWebhookJournal(List.of(new RecordingObserver()),
			new RefusalLog(Duration.ofHours(1)));

	@Test
	void acknowledgementIsToldAndNotLogged(CapturedOutput output) {
		this.journal.authenticated(1);
		this.journal.answered(SmsWebhookAnswer.OK, null, Receipt.ACCEPTED, 42);
		assertThat(this.told).containsExactly("secret 1", "OK ACCEPTED 42");
		assertThat(output).isEmpty();
	}

	@Test
	void refusalIsToldAndLogged(CapturedOutput output) {
		this.journal.refused(SmsWebhookAnswer.UNAUTHORIZED);
		this.journal.answered(SmsWebhookAnswer.BAD_REQUEST, null, null, 42);
		assertThat(this.told).containsExactly("UNAUTHORIZED", "BAD_REQUEST null 42");
		assertThat(output).contains("401 (UNAUTHORIZED)", "400 (BAD_REQUEST)");
	}

	@Test
	void failureIsNamedWithTheNextAnswerThatItCaused(CapturedOutput output) {
		this.journal.failed(new IllegalStateException("canary"));
		this.journal.refused(SmsWebhookAnswer.UNAUTHORIZED);
		this.journal.refused(SmsWebhookAnswer.UNAVAILABLE);
		assertThat(output.toString().lines().filter((line) -> line.contains("java.lang.IllegalStateException")))
			.singleElement()
			.asString()
			.contains("503");
		assertThat(output).doesNotContain("canary");
	}

	@Test
	void bodyThatBrokeOffIsToldOnly(CapturedOutput output) {
		this.journal.aborted();
		assertThat(this.told).containsExactly("aborted");
		assertThat(output).isEmpty();
	}

	private final class RecordingObserver implements SmsWebhookObserver {

		@Override
		public void authenticated(int secretPosition) {
			SmsWebhookJournalTests.this.told.add("secret " + secretPosition);
		}

		@Override
		public void refused(SmsWebhookAnswer answer) {
			SmsWebhookJournalTests.this.told.add(answer.name());
		}

		@Override
		public void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
				long nanos) {
			SmsWebhookJournalTests.this.told.add(answer + " " + receipt + " " + nanos);
		}

		@Override
		public void aborted() {
			SmsWebhookJournalTests.this.told.add("aborted");
		}

	}

}
