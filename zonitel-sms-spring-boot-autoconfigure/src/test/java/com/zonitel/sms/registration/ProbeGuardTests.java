package com.zonitel.sms.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProbeGuard}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProbeGuardTests {

	private static final RegistrationSchedule SCHEDULE = new RegistrationSchedule(Duration.ofSeconds(1),
			Duration.ofSeconds(2), 2, Duration.ofMinutes(5), Duration.ofMinutes(15));

	private final Deque<ProbeVerdict> verdicts = new ArrayDeque<>();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private String url = "https://sms.example.com/hook?token=canary";

	private int probes;

	private final ProbeGuard guard = new ProbeGuard(() -> WebhookUrl.foreign(this.url), this::probe, clock());

	private Clock clock() {
		return new Clock() {

			@Override
			public ZoneOffset getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(java.time.ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return ProbeGuardTests.this.now;
			}

		};
	}

	private ProbeResult probe(WebhookUrl url) {
		this.probes++;
		return new ProbeResult(this.verdicts.remove(), "reason", Duration.ofMillis(42));
	}

	private void find(ProbeVerdict... verdicts) {
		this.verdicts.addAll(List.of(verdicts));
		while (!this.verdicts.isEmpty()) {
			this.guard.probe();
		}
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	@Test
	void nothingMayBeWrittenBeforeAProbe() {
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.NOTHING);
		assertThat(this.guard.untilNext(SCHEDULE)).isZero();
		assertThat(this.guard.getState()).isNull();
	}

	@Test
	void reachableUrlIsToldOnceAndTriedAgainEveryInterval(CapturedOutput output) {
		find(ProbeVerdict.REACHABLE, ProbeVerdict.REACHABLE);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.ANY);
		assertThat(this.guard.untilNext(SCHEDULE)).isBetween(Duration.ofMinutes(13), Duration.ofMinutes(17));
		assertThat(output).containsOnlyOnce("SMS webhook answers at its public URL")
			.contains("within 42 ms")
			.doesNotContain("canary");
	}

	@Test
	void otherDeploymentIsToldOnceAndNothingMayBeWritten(CapturedOutput output) {
		find(ProbeVerdict.OTHER_DEPLOYMENT, ProbeVerdict.OTHER_DEPLOYMENT);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.NOTHING);
		assertThat(this.guard.untilNext(SCHEDULE)).isLessThanOrEqualTo(Duration.ofSeconds(4));
		assertThat(output).containsOnlyOnce("ERROR").containsOnlyOnce("Another deployment answers at");
	}

	@Test
	void oneProofIsNotEnoughOnceAnotherDeploymentHasAnswered(CapturedOutput output) {
		find(ProbeVerdict.OTHER_DEPLOYMENT, ProbeVerdict.REACHABLE);
		assertThat(this.guard.untilNext(SCHEDULE)).isEqualTo(Duration.ofSeconds(10));
		for (int i = 0; i < 5; i++) {
			assertThat(this.guard.writeScope()).isEqualTo(WriteScope.NOTHING);
			pass(Duration.ofSeconds(11));
			find(ProbeVerdict.REACHABLE);
		}
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.NOTHING);
		assertThat(output).doesNotContain("answers at its public URL");
		pass(Duration.ofSeconds(11));
		find(ProbeVerdict.REACHABLE);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.ANY);
		assertThat(output).containsOnlyOnce("answers at its public URL");
	}

	@Test
	void fewProofsOverALongTimeAreNotEnough() {
		find(ProbeVerdict.OTHER_DEPLOYMENT, ProbeVerdict.REACHABLE);
		pass(Duration.ofHours(1));
		find(ProbeVerdict.REACHABLE);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.NOTHING);
	}

	@Test
	void proofsMustBeInARow() {
		for (ProbeVerdict verdict : List.of(ProbeVerdict.OTHER_DEPLOYMENT, ProbeVerdict.UNKNOWN, ProbeVerdict.WRONG)) {
			find(ProbeVerdict.OTHER_DEPLOYMENT);
			for (int i = 0; i < 6; i++) {
				find(ProbeVerdict.REACHABLE);
				pass(Duration.ofSeconds(11));
			}
			find(verdict);
			for (int i = 0; i < 6; i++) {
				find(ProbeVerdict.REACHABLE);
				pass(Duration.ofSeconds(11));
				assertThat(this.guard.writeScope()).isEqualTo(WriteScope.NOTHING);
			}
		}
	}

	@Test
	void urlThatCannotBeJudgedIsToldAfterTwoMinutes(CapturedOutput output) {
		find(ProbeVerdict.UNKNOWN);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.ANY);
		assertThat(this.guard.untilNext(SCHEDULE)).isLessThanOrEqualTo(Duration.ofSeconds(2));
		for (int i = 0; i < 10; i++) {
			pass(Duration.ofSeconds(11));
			find(ProbeVerdict.UNKNOWN);
			assertThat(this.guard.untilNext(SCHEDULE)).isLessThanOrEqualTo(Duration.ofSeconds(15));
		}
		assertThat(output).doesNotContain("WARN");
		pass(Duration.ofSeconds(11));
		find(ProbeVerdict.UNKNOWN, ProbeVerdict.UNKNOWN);
		assertThat(output).containsOnlyOnce("WARN").contains("could not be reached at its public URL");
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.ANY);
		assertThat(this.guard.untilNext(SCHEDULE)).isGreaterThan(Duration.ofMinutes(13));
	}

	@Test
	void urlThatIsReachedInTimeIsNotWarnedOf(CapturedOutput output) {
		find(ProbeVerdict.UNKNOWN, ProbeVerdict.WRONG);
		pass(Duration.ofSeconds(119));
		find(ProbeVerdict.UNKNOWN, ProbeVerdict.REACHABLE);
		pass(Duration.ofSeconds(30));
		find(ProbeVerdict.UNKNOWN);
		assertThat(output).doesNotContain("WARN").containsOnlyOnce("answers at its public URL");
	}

	@Test
	void wrongUrlMayOnlyBeRegisteredWhereNoneIs(CapturedOutput output) {
		find(ProbeVerdict.WRONG);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.VACANT);
		pass(Duration.ofMinutes(2));
		find(ProbeVerdict.WRONG);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.VACANT);
		assertThat(output).containsOnlyOnce("WARN").contains("Something else than the SMS webhook answers");
	}

	@Test
	void lostSecretIsToldAndRegistered(CapturedOutput output) {
		find(ProbeVerdict.SECRET_LOST, ProbeVerdict.SECRET_LOST);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.ANY);
		assertThat(output).containsOnlyOnce("WARN").contains("'zonitel.sms.webhook.secret-location=path'");
	}

	@Test
	void freshResultCountsAndAnOldOneDoesNot() {
		this.verdicts.addAll(List.of(ProbeVerdict.UNKNOWN, ProbeVerdict.OTHER_DEPLOYMENT));
		assertThat(this.guard.requestWriteScope()).isEqualTo(WriteScope.ANY);
		assertThat(this.guard.requestWriteScope()).isEqualTo(WriteScope.ANY);
		assertThat(this.probes).isEqualTo(1);
		pass(Duration.ofMinutes(1));
		assertThat(this.guard.requestWriteScope()).isEqualTo(WriteScope.NOTHING);
		assertThat(this.probes).isEqualTo(2);
	}

	@Test
	void oneLuckyAnswerIsNotEnoughForTheFirstWrite() {
		this.verdicts.addAll(List.of(ProbeVerdict.REACHABLE, ProbeVerdict.REACHABLE, ProbeVerdict.OTHER_DEPLOYMENT));
		assertThat(this.guard.requestWriteScope()).isEqualTo(WriteScope.NOTHING);
		assertThat(this.probes).isEqualTo(3);
	}

	@Test
	void firstWriteNeedsThreeProofs() {
		this.verdicts.addAll(List.of(ProbeVerdict.REACHABLE, ProbeVerdict.REACHABLE, ProbeVerdict.REACHABLE));
		assertThat(this.guard.requestWriteScope()).isEqualTo(WriteScope.ANY);
		assertThat(this.probes).isEqualTo(3);
	}

	@Test
	void silenceAfterwardsMakesNothingBetter() {
		find(ProbeVerdict.WRONG, ProbeVerdict.UNKNOWN);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.VACANT);
		find(ProbeVerdict.OTHER_DEPLOYMENT, ProbeVerdict.WRONG, ProbeVerdict.UNKNOWN);
		assertThat(this.guard.writeScope()).isEqualTo(WriteScope.NOTHING);
		assertThat(this.guard.getState().trusted()).isFalse();
	}

	@Test
	void anotherUrlIsJudgedAnew(CapturedOutput output) {
		find(ProbeVerdict.OTHER_DEPLOYMENT);
		this.url = "https://sms.example.com/hook?token=canary2";
		this.verdicts.addAll(List.of(ProbeVerdict.REACHABLE, ProbeVerdict.REACHABLE, ProbeVerdict.REACHABLE));
		assertThat(this.guard.requestWriteScope()).isEqualTo(WriteScope.ANY);
		assertThat(output).containsOnlyOnce("answers at its public URL");
	}

}
