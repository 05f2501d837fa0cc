package com.zonitel.sms.observability;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathSecretObservationFilter}.
 */
class PathSecretObservationFilterTests {

	private final PathSecretObservationFilter filter = new PathSecretObservationFilter("/sms");

	@ParameterizedTest
	@CsvSource({ "http.url,/app/sms/canary,/app/sms/***", "url.path,/sms/canary/x,/sms/***",
			"http.url,https://a.example/sms/canary?b,https://a.example/sms/***" })
	void masksWhatFollowsThePath(String key, String value, String masked) {
		assertThat(map(key, value)).isEqualTo(masked);
	}

	@Test
	void leavesOtherPathsAlone() {
		assertThat(map("http.url", "/smsx/canary")).isEqualTo("/smsx/canary");
		assertThat(this.filter.map(new Observation.Context()).getHighCardinalityKeyValues()).isEmpty();
	}

	private String map(String key, String value) {
		Observation.Context context = new Observation.Context();
		context.addHighCardinalityKeyValue(KeyValue.of(key, value));
		return this.filter.map(context).getHighCardinalityKeyValue(key).getValue();
	}

}
