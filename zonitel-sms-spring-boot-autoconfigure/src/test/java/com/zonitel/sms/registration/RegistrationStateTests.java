package com.zonitel.sms.registration;

import java.time.Instant;

import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistrationState}.
 */
class RegistrationStateTests {

	private static final WebhookUrl OLD = WebhookUrl.foreign("https://a.example/sms?token=old-secret");

	private static final WebhookUrl NEW = WebhookUrl.foreign("https://a.example/sms?token=new-secret");

	@Test
	void registeredUrlTellsItsSecret() {
		assertThat(state(Status.REGISTERED, OLD).mayCarry("old-secret")).isTrue();
		assertThat(state(Status.DIFFERS, OLD).mayCarry("old-secret")).isTrue();
		assertThat(state(Status.REGISTERED, NEW).mayCarry("old-secret")).isFalse();
		assertThat(state(Status.FAILED, NEW).mayCarry("old-secret")).isFalse();
	}

	@Test
	void whereNothingIsRegisteredNoSecretIs() {
		assertThat(state(Status.DIFFERS, null).mayCarry("old-secret")).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "NEVER_ATTEMPTED", "UNCONFIRMED", "FAILED" })
	void anySecretMayBeRegisteredWhileThatIsNotKnown(Status status) {
		assertThat(state(status, null).mayCarry("old-secret")).isTrue();
	}

	@Test
	void isTheSameWhateverTheTimeAndTheFailure() {
		RegistrationState state = state(Status.DIFFERS, OLD);
		assertThat(state.isSameAs(new RegistrationState(Status.DIFFERS, NEW,
				WebhookUrl.foreign("https://a.example/sms?token=old-secret"), Instant.now(), Reason.TRANSPORT)))
			.isTrue();
		assertThat(state.isSameAs(state(Status.DIFFERS, null))).isFalse();
		assertThat(state.isSameAs(state(Status.REGISTERED, OLD))).isFalse();
	}

	@Test
	void showsNoSecret() {
		assertThat(state(Status.DIFFERS, OLD).toString()).doesNotContain("secret");
	}

	private static RegistrationState state(Status status, @Nullable WebhookUrl registered) {
		return new RegistrationState(status, NEW, registered, Instant.EPOCH, null);
	}

}
