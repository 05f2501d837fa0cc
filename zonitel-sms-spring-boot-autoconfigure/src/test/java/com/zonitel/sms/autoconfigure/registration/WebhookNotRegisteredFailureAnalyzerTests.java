package com.zonitel.sms.autoconfigure.registration;

import java.time.Clock;
import java.time.Duration;

import com.zonitel.sms.autoconfigure.StartupFailures;
import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.registration.DefaultWebhookRegistrar;
import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.registration.RegistrationSchedule;
import com.zonitel.sms.registration.ReplacePolicy;
import com.zonitel.sms.registration.WebhookNotRegisteredException;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.registration.WebhookRegistrationScheduler;
import com.zonitel.sms.registration.WebhookUrl;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link WebhookNotRegisteredFailureAnalyzer}.
 */
class WebhookNotRegisteredFailureAnalyzerTests {

	@Test
	void tellsTheReasonTheRemedyAndHowToStartNevertheless() {
		FailureAnalysis analysis = StartupFailures.analyze(new IllegalStateException(failure()));
		assertThat(analysis.getDescription()).isEqualTo("SMS webhook is not registered: Zonitel said no.");
		assertThat(analysis.getAction()).startsWith("Check 'zonitel.client-id' and 'zonitel.access-token'")
			.contains("'zonitel.sms.registration.fail-fast=true'");
	}

	private static WebhookNotRegisteredException failure() {
		GenericApplicationContext context = new GenericApplicationContext();
		ZonitelSmsWebhookClient client = new ZonitelSmsWebhookClient() {

			@Override
			public String getWebhookUrl() {
				throw new ZonitelApiException(Reason.UNAUTHENTICATED, "Zonitel said no", null);
			}

			@Override
			public void setWebhookUrl(String url) {
			}

		};
		WebhookRegistration registration = new WebhookRegistration(
				new DefaultWebhookRegistrar(() -> WebhookUrl.foreign("https://a.example.com"), client,
						Clock.systemUTC()),
				RegistrationMode.ENSURE, ReplacePolicy.NEVER, (event) -> {
				}, Clock.systemUTC());
		RegistrationSchedule schedule = new RegistrationSchedule(Duration.ZERO, Duration.ZERO, 1, Duration.ZERO,
				Duration.ofHours(1));
		WebhookRegistrationScheduler scheduler = new WebhookRegistrationScheduler(context, registration, schedule,
				true);
		try {
			return catchThrowableOfType(WebhookNotRegisteredException.class, () -> scheduler
				.onApplicationEvent(new AvailabilityChangeEvent<>(context, ReadinessState.ACCEPTING_TRAFFIC)));
		}
		finally {
			scheduler.destroy();
		}
	}

}
