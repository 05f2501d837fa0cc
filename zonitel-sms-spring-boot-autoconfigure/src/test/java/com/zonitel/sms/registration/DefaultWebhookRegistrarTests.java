package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelApiException.Reason;
import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.registration.RegistrationState.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DefaultWebhookRegistrar}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DefaultWebhookRegistrarTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final String OURS = "https://sms.example.com/hook?token=canary";

	private final Account account = new Account();

	private final DefaultWebhookRegistrar registrar = new DefaultWebhookRegistrar(() -> WebhookUrl.foreign(OURS),
			this.account, Clock.fixed(NOW, ZoneOffset.UTC));

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@ParameterizedTest
	@EnumSource
	void writesWhereNothingIsRegistered(ReplacePolicy replace) {
		RegistrationState state = this.registrar.register(replace);
		assertThat(this.account.url).isEqualTo(OURS);
		assertThat(state.status()).isEqualTo(Status.UNCONFIRMED);
		assertThat(state.registered()).isNull();
		assertThat(state.checkedAt()).isEqualTo(NOW);
	}

	@Test
	void writesNothingWhereTheUrlIsRegisteredInAnotherSpelling() {
		this.account.url = "HTTPS://SMS.example.com:443/hook?token=%63anary";
		RegistrationState state = this.registrar.register(ReplacePolicy.ANY);
		assertThat(state.status()).isEqualTo(Status.REGISTERED);
		assertThat(state.registered()).isSameAs(state.expected());
		assertThat(this.account.calls).containsExactly("GET");
	}

	@ParameterizedTest
	@CsvSource({ "https://sms.example.com/other,NEVER,false", "https://sms.example.com/other,OWN_HOST,true",
			"https://sms.example.com/other,ANY,true", "https://b.example.com/hook,NEVER,false",
			"https://b.example.com/hook,OWN_HOST,false", "https://b.example.com/hook,ANY,true",
			"not a URL,OWN_HOST,false", "not a URL,ANY,true" })
	void replacesAnotherUrlOnlyWhereThePolicyAllowsIt(String registered, ReplacePolicy replace, boolean replaced) {
		this.account.url = registered;
		RegistrationState state = this.registrar.register(replace);
		assertThat(this.account.url).isEqualTo(replaced ? OURS : registered);
		assertThat(state.status()).isEqualTo(replaced ? Status.UNCONFIRMED : Status.DIFFERS);
	}

	@Test
	void warnsOfAReplacementThatMayCutOffAnotherDeployment(CapturedOutput output) {
		this.account.url = "https://sms.example.com:8443/staging?token=canary";
		this.registrar.register(ReplacePolicy.OWN_HOST);
		assertThat(output).contains("WARN", "they differ in port and path").doesNotContain("canary", "staging");
	}

	@Test
	void doesNotWarnOfAReplacedSecret(CapturedOutput output) {
		this.account.url = "https://sms.example.com/hook?token=old";
		this.registrar.register(ReplacePolicy.OWN_HOST);
		assertThat(this.account.url).isEqualTo(OURS);
		assertThat(output).doesNotContain("replaces");
	}

	@Test
	void verificationWritesNothing() {
		assertThat(this.registrar.verify().status()).isEqualTo(Status.DIFFERS);
		this.account.url = "https://b.example.com/hook";
		RegistrationState state = this.registrar.verify();
		assertThat(state.status()).isEqualTo(Status.DIFFERS);
		assertThat(state.registered()).hasToString("https://b.example.com/***");
		assertThat(this.account.calls).containsExactly("GET", "GET");
	}

	@Test
	void callsAreSpacedAfterARateLimitUntilThereIsAResult() {
		Duration retryAfter = Duration.ofMillis(100);
		this.account.limitNextWrite(retryAfter);
		assertThatExceptionOfType(ZonitelApiException.class)
			.isThrownBy(() -> this.registrar.register(ReplacePolicy.OWN_HOST));
		this.registrar.register(ReplacePolicy.OWN_HOST);
		this.registrar.verify();
		assertThat(this.account.calls).containsExactly("GET", "PUT", "GET", "PUT", "GET");
		assertThat(this.account.timeBefore(2)).isBetween(retryAfter, Duration.ofSeconds(4));
		assertThat(this.account.timeBefore(3)).isGreaterThanOrEqualTo(retryAfter);
		assertThat(this.account.timeBefore(4)).isGreaterThanOrEqualTo(retryAfter);
		Thread.currentThread().interrupt();
		assertThat(this.registrar.verify().status()).isEqualTo(Status.REGISTERED);
	}

	@Test
	void waitForASpacedCallCanBeInterrupted() {
		this.account.limitNextWrite(null);
		assertThatExceptionOfType(ZonitelApiException.class)
			.isThrownBy(() -> this.registrar.register(ReplacePolicy.OWN_HOST));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(this.registrar::verify)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.RATE_LIMITED));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.account.calls).containsExactly("GET", "PUT");
	}

	@Test
	void otherFailuresDelayNoCall() {
		this.account.failure = new ZonitelApiException(Reason.SERVER_ERROR, "no", Duration.ofHours(1));
		assertThatExceptionOfType(ZonitelApiException.class).isThrownBy(this.registrar::verify);
		this.account.failure = null;
		Thread.currentThread().interrupt();
		assertThat(this.registrar.verify().status()).isEqualTo(Status.DIFFERS);
	}

	/**
	 * The URL of an account, with the times of the calls.
	 */
	private static final class Account implements ZonitelSmsWebhookClient {

		private final List<String> calls = new ArrayList<>();

		private final List<Long> times = new ArrayList<>();

		private @Nullable String url;

		private @Nullable ZonitelApiException failure;

		private @Nullable ZonitelApiException failureOfNextWrite;

		void limitNextWrite(@Nullable Duration retryAfter) {
			this.failureOfNextWrite = new ZonitelApiException(Reason.RATE_LIMITED, "no", retryAfter);
		}

		Duration timeBefore(int call) {
			return Duration.ofNanos(this.times.get(call) - this.times.get(call - 1));
		}

		@Override
		public @Nullable String getWebhookUrl() {
			called("GET");
			if (this.failure != null) {
				throw this.failure;
			}
			return this.url;
		}

		@Override
		public void setWebhookUrl(String url) {
			called("PUT");
			ZonitelApiException failure = this.failureOfNextWrite;
			this.failureOfNextWrite = null;
			if (failure != null) {
				throw failure;
			}
			this.url = url;
		}

		private void called(String method) {
			this.calls.add(method);
			this.times.add(System.nanoTime());
		}

	}

}
