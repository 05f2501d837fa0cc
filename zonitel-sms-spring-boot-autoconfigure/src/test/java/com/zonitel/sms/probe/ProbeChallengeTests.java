package com.zonitel.sms.probe;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProbeChallenge}.
 */
class ProbeChallengeTests {

	private final ProbeKey key = new ProbeKey("secret");

	private final ProbeChallenge challenge = this.key.newChallenge();

	@Test
	void answerProvesThatTheSecretIsKnown() {
		assertThat(this.challenge.check(this.key.answer(this.challenge.value(), true)))
			.isEqualTo(ProbeProof.SECRET_ARRIVED);
		assertThat(this.challenge.check(this.key.answer(this.challenge.value(), false)))
			.isEqualTo(ProbeProof.SECRET_MISSING);
	}

	@Test
	void nothingElseProvesAnything() {
		assertThat(this.challenge.check(null)).isEqualTo(ProbeProof.NONE);
		assertThat(this.challenge.check("")).isEqualTo(ProbeProof.NONE);
		assertThat(this.challenge.check(this.challenge.value())).isEqualTo(ProbeProof.NONE);
		String answerToAnother = this.key.answer(this.key.newChallenge().value(), true);
		assertThat(this.challenge.check(answerToAnother)).isEqualTo(ProbeProof.NONE);
	}

	@Test
	void noTwoAreTheSame() {
		assertThat(this.challenge.value()).isNotEqualTo(this.key.newChallenge().value());
	}

}
