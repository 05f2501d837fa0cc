package com.zonitel.sms.webhook;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefusalLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests {

	private static final Pattern COUNT = Pattern.compile("to (\\d+) request");

	@Test
	void floodIsOneLineAtOnceAndOneForTheRestOfTheInterval(CapturedOutput output) {
		RefusalLog log = new RefusalLog(Duration.ofSeconds(2));
		log.failed(new IllegalStateException("message that is not told"));
		IntStream.range(0, 100_000).parallel().forEach((i) -> log.log(SmsWebhookAnswer.UNAVAILABLE));
		assertThat(output).containsOnlyOnce("503 (UNAVAILABLE)")
			.contains("the last failure was java.lang.IllegalStateException")
			.doesNotContain("not told");
		Awaitility.await().until(log::isDue);
		log.writeDue();
		assertThat(log.isDue()).isFalse();
		assertThat(counted(output)).isEqualTo(100_000);
		assertThat(COUNT.matcher(output).results()).hasSize(2);
	}

	@Test
	void causesAreCountedApart(CapturedOutput output) {
		RefusalLog log = new RefusalLog(Duration.ofHours(1));
		log.log(SmsWebhookAnswer.UNAUTHORIZED);
		log.log(SmsWebhookAnswer.BAD_REQUEST);
		assertThat(output).containsOnlyOnce("401 (UNAUTHORIZED) to 1 request")
			.containsOnlyOnce("400 (BAD_REQUEST) to 1 request");
	}

	@Test
	void shutdownWritesWhatIsCounted(CapturedOutput output) {
		RefusalLog log = new RefusalLog(Duration.ofHours(1));
		IntStream.range(0, 10).forEach((i) -> log.log(SmsWebhookAnswer.UNAUTHORIZED));
		assertThat(output).contains("to 1 request").doesNotContain("to 9 request");
		log.flush();
		assertThat(output).contains("to 9 request");
	}

	@Test
	void refusalAfterAQuietIntervalIsWrittenAtOnce(CapturedOutput output) {
		RefusalLog log = new RefusalLog(Duration.ofMillis(1));
		log.log(SmsWebhookAnswer.UNAUTHORIZED);
		Awaitility.await().untilAsserted(() -> {
			log.log(SmsWebhookAnswer.UNAUTHORIZED);
			assertThat(COUNT.matcher(output).results().count()).isGreaterThan(2);
		});
	}

	private static long counted(CapturedOutput output) {
		return COUNT.matcher(output).results().mapToLong((result) -> Long.parseLong(result.group(1))).sum();
	}

}
