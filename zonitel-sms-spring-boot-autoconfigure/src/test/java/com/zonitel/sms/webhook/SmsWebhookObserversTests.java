package com.zonitel.sms.webhook;

import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.FailingAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookObservers}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SmsWebhookObserversTests {

	private final List<SmsWebhookAnswer> refused = new ArrayList<>();

	private final SmsWebhookObservers observers = new SmsWebhookObservers(
			List.of(new FailingObserver(), new SmsWebhookObserver() {

				@Override
				public void refused(SmsWebhookAnswer answer) {
					SmsWebhookObserversTests.this.refused.add(answer);
				}

			}));

	@Test
	void failureOfOneIsToldOnceAndKeepsNoOtherFromWatching(CapturedOutput output) {
		this.observers.refused(SmsWebhookAnswer.UNAUTHORIZED);
		this.observers.refused(SmsWebhookAnswer.BAD_REQUEST);
		assertThat(this.refused).containsExactly(SmsWebhookAnswer.UNAUTHORIZED, SmsWebhookAnswer.BAD_REQUEST);
		assertThat(output).containsOnlyOnce("WARN")
			.contains("Observer of the SMS webhook failed: " + FailingObserver.class.getName())
			.doesNotContain("canary");
	}

	@Test
	void failureThatCannotBeLoggedKeepsNoOtherFromWatching() {
		try (FailingAppender appender = FailingAppender.attach(SmsWebhookReceiver.class.getName())) {
			assertThat(appender.isStarted()).isTrue();
			this.observers.refused(SmsWebhookAnswer.UNAUTHORIZED);
		}
		assertThat(this.refused).containsExactly(SmsWebhookAnswer.UNAUTHORIZED);
	}

	private static final class FailingObserver implements SmsWebhookObserver {

		@Override
		public void refused(SmsWebhookAnswer answer) {
			throw new IllegalStateException("canary");
		}

	}

}
