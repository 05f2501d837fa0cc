package com.zonitel.sms.autoconfigure;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WebhookSecrets}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebhookSecretsTests {

	private static final String OLD = "old-secret-0123456789abcdef012345";

	private static final String NEW = "new-secret-0123456789abcdef012345";

	private static final String OTHER = "other-secret-0123456789abcdef0123";

	private final ZonitelSmsWebhookProperties properties = new ZonitelSmsWebhookProperties();

	private final Set<String> registered = new HashSet<>();

	@Test
	void firstSecretIsRegisteredAndAllAreAccepted() {
		WebhookSecrets secrets = secrets(OLD, OTHER);
		assertThat(secrets.getPrimary()).isEqualTo(OLD);
		assertThat(secrets.getAccepted()).containsExactly(OLD, OTHER).isSameAs(secrets.getAccepted());
	}

	@Test
	void removedSecretIsAcceptedForAsLongAsItMayBeRegistered() {
		WebhookSecrets secrets = secrets(OLD);
		this.registered.add(OLD);
		set(NEW);
		assertThat(secrets.getPrimary()).isEqualTo(NEW);
		assertThat(secrets.getAccepted()).containsExactly(NEW, OLD);
		this.registered.clear();
		assertThat(secrets.getAccepted()).containsExactly(NEW);
	}

	@Test
	void eachSecretThatMayBeRegisteredSurvivesSeveralChanges() {
		WebhookSecrets secrets = secrets(OLD);
		this.registered.addAll(Set.of(OLD, NEW));
		set(NEW);
		secrets.getAccepted();
		set(OTHER);
		assertThat(secrets.getAccepted()).containsExactly(OTHER, NEW, OLD);
		this.registered.remove(OLD);
		assertThat(secrets.getAccepted()).containsExactly(OTHER, NEW);
	}

	@Test
	void removedSecretThatWasNotTheFirstIsRefusedAtOnce() {
		WebhookSecrets secrets = secrets(OLD, OTHER);
		this.registered.addAll(Set.of(OLD, OTHER));
		set(OLD);
		assertThat(secrets.getAccepted()).containsExactly(OLD);
	}

	@Test
	void invalidChangeChangesNothing(CapturedOutput output) {
		WebhookSecrets secrets = secrets(OLD);
		set();
		assertThat(secrets.getAccepted()).containsExactly(OLD);
		set("canary");
		assertThat(secrets.getAccepted()).containsExactly(OLD);
		assertThat(output).contains("The last valid secrets of the SMS webhook stay in use").doesNotContain("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "canary", "canary canary canary canary canary", "${CANARY_SECRET}" })
	void invalidSecretIsRefusedWithAFreshOneToPaste(String secret) {
		assertThatExceptionOfType(InvalidZonitelConfigurationException.class).isThrownBy(() -> secrets(secret))
			.satisfies((ex) -> assertThat(ex.getAction()).containsPattern("[A-Za-z0-9_-]{43}"))
			.withMessageContaining("'zonitel.sms.webhook.secrets[0]'")
			.withMessageNotContaining("canary");
	}

	@Test
	void noneAreNeededWhereCallersAreNotAuthenticated() {
		this.properties.setAuthentication(ZonitelSmsWebhookProperties.Authentication.NONE);
		WebhookSecrets secrets = secrets();
		assertThat(secrets.getPrimary()).isNull();
		assertThat(secrets.getAccepted()).isEmpty();
	}

	private WebhookSecrets secrets(String... secrets) {
		set(secrets);
		return new WebhookSecrets(this.properties, this.registered::contains);
	}

	private void set(String... secrets) {
		this.properties.setSecrets(Arrays.stream(secrets).map(Secret::of).toList());
	}

}
