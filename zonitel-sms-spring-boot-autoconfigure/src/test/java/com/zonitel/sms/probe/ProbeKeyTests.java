package com.zonitel.sms.probe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ProbeKey}.
 */
class ProbeKeyTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private final ProbeKey key = new ProbeKey(SECRET);

	private final ProbeChallenge challenge = this.key.newChallenge();

	@Test
	void answerProvesThatTheSecretIsKnown() {
		ProbeKey same = new ProbeKey(SECRET);
		assertThat(this.challenge.check(same.answer(this.challenge.value(), true)))
			.isEqualTo(ProbeProof.SECRET_ARRIVED);
		assertThat(this.challenge.check(same.answer(this.challenge.value(), false)))
			.isEqualTo(ProbeProof.SECRET_MISSING);
	}

	@Test
	void whoDoesNotKnowTheSecretIsNotAnswered() {
		assertThat(this.key.answer(new ProbeKey("x" + SECRET).newChallenge().value(), true)).isNull();
	}

	@Test
	void nonceCannotBeChosenWithoutTheSecret() {
		String value = this.challenge.value();
		char other = (value.charAt(0) == 'A') ? 'B' : 'A';
		assertThat(this.key.answer(other + value.substring(1), true)).isNull();
	}

	@Test
	void noMessageStandsForAnother() {
		String value = this.challenge.value();
		String nonce = value.substring(0, value.indexOf('.'));
		String arrived = this.key.answer(value, true);
		String missing = this.key.answer(value, false);
		assertThat(arrived).isNotEqualTo(missing).isNotEqualTo(value.substring(value.indexOf('.') + 1));
		assertThat(this.key.answer(nonce + "." + arrived, true)).isNull();
		assertThat(this.key.answer(nonce + "." + missing, true)).isNull();
	}

	@Test
	void answerToAnotherChallengeProvesNothing() {
		assertThat(this.challenge.check(this.key.answer(this.key.newChallenge().value(), true)))
			.isEqualTo(ProbeProof.NONE);
		assertThat(this.challenge.check(null)).isEqualTo(ProbeProof.NONE);
		assertThat(this.challenge.check("")).isEqualTo(ProbeProof.NONE);
		assertThat(this.challenge.check(this.challenge.value())).isEqualTo(ProbeProof.NONE);
	}

	@Test
	void repeatedChallengeHasTheSameAnswer() {
		assertThat(this.key.answer(this.challenge.value(), true))
			.isEqualTo(this.key.answer(this.challenge.value(), true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a.b", "ä", "\u0000" })
	void whatIsNoChallengeIsNotAnswered(String challenge) {
		assertThat(this.key.answer(challenge, true)).isNull();
		assertThat(this.key.answer(this.challenge.value() + challenge + "x", true)).isNull();
		assertThat(this.key.answer("A".repeat(1_000_000) + challenge, true)).isNull();
	}

	@Test
	void showsNoSecret() {
		assertThat(this.key).hasToString("ProbeKey[***]");
		assertThat(this.challenge.toString()).doesNotContain(this.challenge.value().substring(0, 22));
	}

	@Test
	void secretMustNotBeEmpty() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ProbeKey(""));
	}

}
