package com.zonitel.sms.client;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ZonitelCredential}.
 */
class ZonitelCredentialTests {

	@Test
	void showsNothingOfItself() {
		assertThat(new ZonitelCredential("canary", "canary").toString()).doesNotContain("canary");
	}

	@Test
	void bothPartsAreRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ZonitelCredential(" ", "canary"))
			.withMessageContaining("'clientId'")
			.withMessageNotContaining("canary");
		assertThatIllegalArgumentException().isThrownBy(() -> new ZonitelCredential("canary", ""))
			.withMessageContaining("'accessToken'")
			.withMessageNotContaining("canary");
	}

}
