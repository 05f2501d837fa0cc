package com.zonitel.sms.autoconfigure.registration;

import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import com.zonitel.sms.autoconfigure.Secret;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.client.ZonitelCredential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConfiguredZonitelCredentials}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredZonitelCredentialsTests {

	private final ZonitelProperties properties = new ZonitelProperties();

	@Test
	void changeTakesEffectWithTheNextCall() {
		set("id", "token");
		ConfiguredZonitelCredentials credentials = new ConfiguredZonitelCredentials(this.properties);
		assertThat(credentials.getCredential()).isEqualTo(new ZonitelCredential("id", "token"));
		set("id", "rotated");
		assertThat(credentials.getCredential()).isEqualTo(new ZonitelCredential("id", "rotated"));
	}

	@Test
	void invalidChangeChangesNothing(CapturedOutput output) {
		set("id", "token");
		ConfiguredZonitelCredentials credentials = new ConfiguredZonitelCredentials(this.properties);
		set("id", "canary canary");
		assertThat(credentials.getCredential()).isEqualTo(new ZonitelCredential("id", "token"));
		assertThat(output).contains("ERROR", "The last valid integration credential stays in use")
			.doesNotContain("canary");
	}

	@Test
	void eachPartIsNeeded() {
		set("id", "");
		assertRefused("'zonitel.access-token' is not set");
		set("", "token");
		assertRefused("'zonitel.client-id' is not set");
		set("id", "${CANARY_TOKEN}");
		assertRefused("'zonitel.access-token' refers to '${CANARY_TOKEN}', which is not set");
		set("id", "canary\n");
		assertRefused("'zonitel.access-token' holds characters that no credential of Zonitel's has");
	}

	@Test
	void nothingIsCompleteAndHalfIsNot() {
		ConfiguredZonitelCredentials.checkComplete(this.properties);
		set("id", "");
		assertThatExceptionOfType(InvalidZonitelConfigurationException.class)
			.isThrownBy(() -> ConfiguredZonitelCredentials.checkComplete(this.properties));
	}

	private void assertRefused(String message) {
		assertThatExceptionOfType(InvalidZonitelConfigurationException.class)
			.isThrownBy(() -> new ConfiguredZonitelCredentials(this.properties))
			.withMessageContaining(message)
			.withMessageNotContaining("canary");
	}

	private void set(String clientId, String accessToken) {
		this.properties.setClientId(Secret.of(clientId));
		this.properties.setAccessToken(Secret.of(accessToken));
	}

}
