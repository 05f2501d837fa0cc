package com.zonitel.sms.registration;

import java.util.Arrays;
import java.util.List;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistrationAdvice}.
 */
class RegistrationAdviceTests {

	private static final WebhookUrl EXPECTED = WebhookUrl.foreign("https://a.example/sms?token=canary");

	@Test
	void factsNameBothUrls() {
		assertThat(RegistrationAdvice.facts(differs("https://b.example/sms")))
			.isEqualTo("Zonitel sends SMS notifications to 'https://b.example/***' and not to 'https://a.example/***'");
		assertThat(RegistrationAdvice.facts(differs(null)))
			.isEqualTo("Zonitel has no webhook registered, and not 'https://a.example/***'");
	}

	@Test
	void remedyNamesThePropertyThatDecides() {
		RegistrationState foreign = differs("https://b.example/sms");
		assertThat(RegistrationAdvice.remedy(foreign, RegistrationMode.VERIFY, ReplacePolicy.OWN_HOST))
			.contains("'zonitel.sms.registration.mode' is 'verify'");
		assertThat(RegistrationAdvice.remedy(foreign, RegistrationMode.ENSURE, ReplacePolicy.NEVER))
			.contains("'zonitel.sms.registration.replace' is 'never'");
		assertThat(RegistrationAdvice.remedy(foreign, RegistrationMode.ENSURE, ReplacePolicy.OWN_HOST))
			.contains("'zonitel.sms.registration.replace=any'");
		assertThat(RegistrationAdvice.remedy(differs(null), RegistrationMode.ENSURE, ReplacePolicy.OWN_HOST))
			.contains("'zonitel.sms.webhook.secret-location=path'");
	}

	@ParameterizedTest
	@EnumSource
	void eachFailureHasAnAdviceOfItsOwn(Reason reason) {
		List<String> others = Arrays.stream(Reason.values())
			.filter((other) -> other != reason)
			.map(RegistrationAdviceTests::advice)
			.toList();
		assertThat(advice(reason)).isNotBlank().endsWith(".").isNotIn(others);
	}

	@ParameterizedTest
	@EnumSource
	void failureThatStopsTheApplicationIsNotSaidToBeTriedAgain(Reason reason) {
		assertThat(RegistrationAdvice.adviceOnceStopped(new ZonitelApiException(reason, "", null))).isNotBlank()
			.endsWith(".")
			.doesNotContain("tried again");
	}

	private static String advice(Reason reason) {
		return RegistrationAdvice.advice(new ZonitelApiException(reason, "", null));
	}

	private static RegistrationState differs(@Nullable String registered) {
		return new RegistrationState(Status.DIFFERS, EXPECTED,
				(registered != null) ? WebhookUrl.foreign(registered) : null, null, null);
	}

}
