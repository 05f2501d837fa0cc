package com.zonitel.sms.inbox.jdbc;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link DatabaseClock}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseClockTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final AtomicLong ticks = new AtomicLong(5);

	private Duration ownClockAhead = Duration.ZERO;

	private Duration databaseAhead = Duration.ZERO;

	private Duration roundTrip = Duration.ZERO;

	@Test
	void showsTheTimeOfTheDatabaseWhicheverTheMachinesClockShows() {
		for (Duration offset : new Duration[] { Duration.ofSeconds(-45), Duration.ofSeconds(45) }) {
			this.ownClockAhead = offset;
			DatabaseClock clock = clock();
			clock.synchronize();
			assertThat(clock.now()).isCloseTo(databaseTime(), within(Duration.ofMillis(1)));
			pass(Duration.ofSeconds(20));
			assertThat(clock.now()).isCloseTo(databaseTime(), within(Duration.ofMillis(1)));
		}
	}

	@Test
	void isWrongByARoundTripAtMost() {
		this.databaseAhead = Duration.ofSeconds(3);
		DatabaseClock clock = clock();
		this.roundTrip = Duration.ofSeconds(2);
		clock.synchronize();
		assertThat(clock.now()).isCloseTo(databaseTime(), within(Duration.ofSeconds(2)));
		this.roundTrip = Duration.ofMillis(2);
		clock.synchronize();
		assertThat(clock.now()).isCloseTo(databaseTime(), within(Duration.ofMillis(2)));
		Instant before = clock.now();
		this.roundTrip = Duration.ofSeconds(20);
		clock.synchronize();
		assertThat(Duration.between(before, clock.now())).isCloseTo(Duration.ofSeconds(20), Duration.ofMillis(2));
	}

	@Test
	void doesNotRunBackwardsForABitOfADifference() {
		DatabaseClock clock = clock();
		clock.synchronize();
		Instant before = clock.now();
		this.databaseAhead = Duration.ofSeconds(-2);
		clock.synchronize();
		assertThat(clock.now()).isEqualTo(before);
		pass(Duration.ofSeconds(3));
		assertThat(clock.now()).isAfter(before).isCloseTo(databaseTime(), within(Duration.ofMillis(1)));
	}

	@Test
	void followsTheDatabasesClockIfThatIsSetAnewAndIsNotSteadyForAWhile(CapturedOutput output) {
		this.ownClockAhead = Duration.ofMinutes(-5);
		DatabaseClock clock = clock();
		assertThat(clock.synchronize()).isFalse();
		assertThat(clock.isSteady()).isFalse();
		pass(Duration.ofSeconds(16));
		assertThat(clock.isSteady()).isTrue();
		for (Duration step : new Duration[] { Duration.ofMinutes(-2), Duration.ofMinutes(2) }) {
			this.databaseAhead = this.databaseAhead.plus(step);
			assertThat(clock.synchronize()).isTrue();
			assertThat(clock.now()).isCloseTo(databaseTime(), within(Duration.ofMillis(1)));
			assertThat(clock.isSteady()).isFalse();
			assertThat(clock.synchronize()).isFalse();
			pass(Duration.ofSeconds(31));
			assertThat(clock.isSteady()).isTrue();
			assertThat(output)
				.containsOnlyOnce("was set anew, or this machine was suspended, by " + step.toMillis() + " ms");
		}
	}

	@Test
	void machineWhoseClockIsOffIsWarnedAboutOnce(CapturedOutput output) {
		this.ownClockAhead = Duration.ofSeconds(45);
		DatabaseClock clock = clock();
		clock.synchronize();
		clock.synchronize();
		assertThat(output).containsOnlyOnce("The clock of this machine differs from the database's by 45000 ms");
	}

	private DatabaseClock clock() {
		return new DatabaseClock(this::answer, Duration.ofSeconds(30), () -> time().plus(this.ownClockAhead),
				this.ticks::get);
	}

	private BigDecimal answer() {
		pass(this.roundTrip.dividedBy(2));
		Instant now = databaseTime();
		pass(this.roundTrip.dividedBy(2));
		return new BigDecimal(now.getEpochSecond()).add(BigDecimal.valueOf(now.getNano(), 9));
	}

	private Instant databaseTime() {
		return time().plus(this.databaseAhead);
	}

	private Instant time() {
		return START.plusNanos(this.ticks.get());
	}

	private void pass(Duration duration) {
		this.ticks.addAndGet(TimeUnit.MILLISECONDS.toNanos(duration.toMillis()));
	}

}
