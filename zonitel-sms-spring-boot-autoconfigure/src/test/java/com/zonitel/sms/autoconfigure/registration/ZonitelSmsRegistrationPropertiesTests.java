package com.zonitel.sms.autoconfigure.registration;

import java.util.Map;

import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.registration.ReplacePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZonitelSmsRegistrationProperties}.
 */
class ZonitelSmsRegistrationPropertiesTests {

	@Test
	void bindsEveryProperty() {
		ZonitelSmsRegistrationProperties properties = bind(
				Map.of("mode", "verify", "replace", "any", "probe", "off", "verify-interval", "1m", "fail-fast", "true",
						"retry.initial-delay", "1s", "retry.multiplier", "1", "retry.max-delay", "2m"));
		assertThat(properties.getMode()).isEqualTo(RegistrationMode.VERIFY);
		assertThat(properties.getReplace()).isEqualTo(ReplacePolicy.ANY);
		assertThat(properties.isProbe()).isFalse();
		assertThat(properties.getVerifyInterval()).hasMinutes(1);
		assertThat(properties.isFailFast()).isTrue();
		assertThat(properties.getRetry().getInitialDelay()).hasSeconds(1);
		assertThat(properties.getRetry().getMultiplier()).isEqualTo(1);
		assertThat(properties.getRetry().getMaxDelay()).hasMinutes(2);
	}

	@Test
	void harmlessByDefault() {
		ZonitelSmsRegistrationProperties properties = bind(Map.of());
		assertThat(properties.getReplace()).isEqualTo(ReplacePolicy.OWN_HOST);
		assertThat(properties.isProbe()).isTrue();
		assertThat(properties.isFailFast()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "verify-interval,0s", "retry.initial-delay,0s", "retry.multiplier,0.9", "retry.max-delay,-1s" })
	void limitsAreKept(String property, String value) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of(property, value)))
			.havingRootCause()
			.withMessageMatching("'[a-zA-Z]+' must be (positive|at least 1)");
	}

	private static ZonitelSmsRegistrationProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("",
				ZonitelSmsRegistrationProperties.class);
	}

}
