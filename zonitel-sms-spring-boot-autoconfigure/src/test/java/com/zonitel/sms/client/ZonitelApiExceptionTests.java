package com.zonitel.sms.client;

import java.time.Duration;
import java.util.Set;

import com.zonitel.sms.client.ZonitelApiException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZonitelApiException}.
 */
class ZonitelApiExceptionTests {

	@ParameterizedTest
	@EnumSource
	void onlyWhatZonitelRejectsForGoodIsNotTriedAgain(Reason reason) {
		boolean rejected = Set.of(Reason.BAD_REQUEST, Reason.UNAUTHENTICATED, Reason.ACCESS_DENIED, Reason.NOT_FOUND)
			.contains(reason);
		assertThat(new ZonitelApiException(reason, "", null).isRetryable()).isNotEqualTo(rejected);
	}

	@Test
	void tellsHowLongZonitelAsksToWait() {
		assertThat(new ZonitelApiException(Reason.RATE_LIMITED, "", Duration.ofSeconds(3)).getRetryAfter())
			.isEqualTo(Duration.ofSeconds(3));
		assertThat(new ZonitelApiException(Reason.RATE_LIMITED, "", null).getRetryAfter()).isNull();
	}

}
