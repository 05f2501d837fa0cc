package com.zonitel.sms.webhook;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SmsWebhookAuthentication}.
 */
class SmsWebhookAuthenticationTests {

	@Test
	void tellsByWhichSecretACallerIsKnown() {
		assertThat(SmsWebhookAuthentication.acceptedBy(1).isAuthenticated()).isTrue();
		assertThat(SmsWebhookAuthentication.acceptedBy(1).getSecretPosition()).isEqualTo(1);
		assertThat(SmsWebhookAuthentication.accepted().isAuthenticated()).isTrue();
		assertThat(SmsWebhookAuthentication.accepted().getSecretPosition()).isNull();
		assertThat(SmsWebhookAuthentication.refused().isAuthenticated()).isFalse();
		assertThat(SmsWebhookAuthentication.refused().getSecretPosition()).isNull();
	}

	@Test
	void positionsStartAtZero() {
		assertThatIllegalArgumentException().isThrownBy(() -> SmsWebhookAuthentication.acceptedBy(-1));
	}

}
