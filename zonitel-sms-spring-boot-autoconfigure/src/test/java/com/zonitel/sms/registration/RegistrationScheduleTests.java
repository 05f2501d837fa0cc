package com.zonitel.sms.registration;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RegistrationSchedule}.
 */
class RegistrationScheduleTests {

	private final RegistrationSchedule schedule = new RegistrationSchedule(Duration.ofSeconds(1), Duration.ofSeconds(5),
			2, Duration.ofMinutes(5), Duration.ofMinutes(15));

	@RepeatedTest(20)
	void startIsSpread() {
		assertThat(this.schedule.untilStart()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
	}

	@RepeatedTest(20)
	void retriesBackOffUpToTheLongestDelay() {
		assertThat(this.schedule.untilRetry(1, false, null)).isBetween(Duration.ZERO, Duration.ofSeconds(5));
		assertThat(this.schedule.untilRetry(3, false, null)).isBetween(Duration.ZERO, Duration.ofSeconds(20));
		assertThat(this.schedule.untilRetry(1_000, false, null)).isBetween(Duration.ZERO, Duration.ofMinutes(5));
	}

	@Test
	void retriesAreSpreadMoreWhereCallsAreLimited() {
		List<Duration> delays = Stream.generate(() -> this.schedule.untilRetry(1, true, null)).limit(200).toList();
		assertThat(delays).allMatch((delay) -> delay.compareTo(Duration.ofSeconds(40)) <= 0)
			.anyMatch((delay) -> delay.compareTo(Duration.ofSeconds(5)) > 0);
	}

	@RepeatedTest(20)
	void timeThatZonitelAsksForIsAwaitedUpToAnHour() {
		assertThat(this.schedule.untilRetry(1, false, Duration.ofSeconds(30))).isBetween(Duration.ofSeconds(30),
				Duration.ofSeconds(35));
		assertThat(this.schedule.untilRetry(1, false, Duration.ofDays(1))).isBetween(Duration.ofHours(1),
				Duration.ofHours(1).plusSeconds(5));
	}

	@RepeatedTest(20)
	void verificationVariesByATenth() {
		assertThat(this.schedule.untilVerification()).isBetween(Duration.ofSeconds(810), Duration.ofSeconds(990));
	}

	@Test
	void delaysMustNotShrink() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RegistrationSchedule(Duration.ZERO, Duration.ZERO, 0.5, Duration.ZERO, Duration.ZERO))
			.withMessage("'multiplier' must be at least 1");
	}

}
