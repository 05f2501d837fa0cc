package com.zonitel.sms.registration;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProbeLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProbeLogTests {

	private static final WebhookUrl URL = WebhookUrl.foreign("https://a.example/sms?token=canary");

	private final ProbeLog log = new ProbeLog();

	@ParameterizedTest
	@CsvSource({ "REACHABLE,INFO,within 7 ms", "OTHER_DEPLOYMENT,ERROR,zonitel.sms.registration.mode=off",
			"SECRET_LOST,WARN,zonitel.sms.webhook.secret-location=path", "WRONG,WARN,the reason",
			"UNKNOWN,WARN,zonitel.sms.registration.probe=off" })
	void tellsEachVerdictOnceWithWhatToDo(ProbeVerdict verdict, String level, String advice, CapturedOutput output) {
		tell(verdict, false);
		tell(verdict, false);
		assertThat(output).containsOnlyOnce(level)
			.containsOnlyOnce(advice)
			.contains("'https://a.example/***'")
			.doesNotContain("canary");
	}

	@Test
	void tellsAVerdictAnewOnceTheUrlWasReached(CapturedOutput output) {
		tell(ProbeVerdict.WRONG, false);
		tell(ProbeVerdict.REACHABLE, false);
		tell(ProbeVerdict.WRONG, false);
		tell(ProbeVerdict.REACHABLE, false);
		assertThat(output.toString().split("Something else than the SMS webhook")).hasSize(3);
		assertThat(output.toString().split("answers at its public URL")).hasSize(3);
	}

	@Test
	void keepsToItselfWhatIsNotDecidedYet(CapturedOutput output) {
		tell(ProbeVerdict.UNKNOWN, true);
		this.log.log(URL, state(ProbeVerdict.REACHABLE, false), false);
		assertThat(output).doesNotContain("WARN", "INFO");
	}

	private void tell(ProbeVerdict verdict, boolean silent) {
		this.log.log(URL, state(verdict, true), silent);
	}

	private static ProbeState state(ProbeVerdict verdict, boolean trusted) {
		return new ProbeState(new ProbeResult(verdict, "the reason", Duration.ofMillis(7)), Instant.EPOCH, trusted);
	}

}
