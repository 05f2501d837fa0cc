package com.zonitel.sms.observability;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.webhook.SmsWebhookAnswer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookMetrics}.
 */
class SmsWebhookMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final SmsWebhookMetrics metrics = new SmsWebhookMetrics(this.registry, 2);

	@Test
	void everyMeterIsThereBeforeTheFirstRequest() {
		int meters = this.registry.getMeters().size();
		for (SmsWebhookAnswer answer : SmsWebhookAnswer.values()) {
			this.metrics.refused(answer);
			for (String status : new String[] { "received", "sent", "delivered", "failed", "queued" }) {
				this.metrics.answered(answer, TestEvents.notification(status), Receipt.ACCEPTED, 1);
				this.metrics.answered(answer, TestEvents.notification(status), Receipt.DUPLICATE, 1);
			}
			this.metrics.answered(answer, null, null, 1);
		}
		this.metrics.authenticated(7);
		this.metrics.aborted();
		assertThat(this.registry.getMeters()).hasSize(meters);
	}

	@Test
	void duplicateIsNoAcceptedNotification() {
		this.metrics.answered(SmsWebhookAnswer.OK, TestEvents.notification("sent"), Receipt.ACCEPTED, 1);
		this.metrics.answered(SmsWebhookAnswer.OK, TestEvents.notification("sent"), Receipt.DUPLICATE, 1);
		assertThat(notifications("accepted", "sent")).isEqualTo(1);
		assertThat(notifications("duplicate", "sent")).isEqualTo(1);
		assertThat(timer(true).count()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "BAD_REQUEST", "UNAUTHORIZED", "METHOD_NOT_ALLOWED", "CONTENT_TOO_LARGE",
			"UNSUPPORTED_MEDIA_TYPE" })
	void refusalIsCountedWithoutAStatus(SmsWebhookAnswer answer) {
		this.metrics.refused(answer);
		assertThat(notifications(answer.name().toLowerCase(Locale.ROOT), "none")).isEqualTo(1);
		assertThat(timer(false).count()).isZero();
	}

	@Test
	void notificationThatWasRefusedKeepsItsStatus() {
		this.metrics.answered(SmsWebhookAnswer.UNAVAILABLE, TestEvents.notification("received"), Receipt.UNAVAILABLE,
				TimeUnit.MILLISECONDS.toNanos(20));
		this.metrics.answered(SmsWebhookAnswer.UNAVAILABLE, null, null, TimeUnit.MILLISECONDS.toNanos(10));
		assertThat(notifications("unavailable", "received")).isEqualTo(1);
		assertThat(notifications("unavailable", "none")).isEqualTo(1);
		assertThat(timer(false).totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
		assertThat(timer(true).count()).isZero();
	}

	@Test
	void secretBeyondThoseThatWereConfiguredAtStartupIsAnOtherOne() {
		this.metrics.authenticated(1);
		this.metrics.authenticated(2);
		assertThat(this.registry.get("zonitel.sms.webhook.secret").tag("position", "1").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("zonitel.sms.webhook.secret").tag("position", "other").counter().count())
			.isEqualTo(1);
	}

	@Test
	void bodyThatBreaksOffIsCounted() {
		this.metrics.aborted();
		assertThat(notifications("aborted", "none")).isEqualTo(1);
	}

	@Test
	void lastBucketEndsWhenZonitelStopsWaiting() {
		assertThat(List.of(timer(true).takeSnapshot().histogramCounts())).last()
			.satisfies((bucket) -> assertThat(bucket.bucket(TimeUnit.SECONDS))
				.isEqualTo(Duration.ofSeconds(5).toSeconds()));
	}

	private double notifications(String outcome, String status) {
		return this.registry.get("zonitel.sms.webhook.notifications")
			.tag("outcome", outcome)
			.tag("status", status)
			.counter()
			.count();
	}

	private Timer timer(boolean acknowledged) {
		return this.registry.get("zonitel.sms.webhook.acknowledgement")
			.tag("acknowledged", String.valueOf(acknowledged))
			.timer();
	}

}
