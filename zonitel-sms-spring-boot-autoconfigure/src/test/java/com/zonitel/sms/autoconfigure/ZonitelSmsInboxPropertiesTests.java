package com.zonitel.sms.autoconfigure;

import java.util.Map;

import com.zonitel.sms.autoconfigure.ZonitelSmsInboxProperties.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZonitelSmsInboxProperties}.
 */
class ZonitelSmsInboxPropertiesTests {

	@Test
	void bindsEveryProperty() {
		ZonitelSmsInboxProperties properties = bind(Map.of("type", "jdbc", "concurrency", "1", "capacity", "1",
				"deduplication-window", "1h", "retry.max-attempts", "1", "retry.initial-delay", "1s",
				"retry.multiplier", "1", "retry.max-delay", "2m"));
		assertThat(properties.getType()).isEqualTo(Type.JDBC);
		assertThat(properties.getConcurrency()).isEqualTo(1);
		assertThat(properties.getCapacity()).isEqualTo(1);
		assertThat(properties.getDeduplicationWindow()).hasHours(1);
		assertThat(properties.getRetry().getMaxAttempts()).isEqualTo(1);
		assertThat(properties.getRetry().getInitialDelay()).hasSeconds(1);
		assertThat(properties.getRetry().getMultiplier()).isEqualTo(1);
		assertThat(properties.getRetry().getMaxDelay()).hasMinutes(2);
	}

	@Test
	void concurrencyIsLeftToTheInboxByDefault() {
		assertThat(bind(Map.of()).getConcurrency()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "concurrency,0", "capacity,0", "deduplication-window,0s", "retry.max-attempts,0",
			"retry.initial-delay,0s", "retry.multiplier,0.9", "retry.max-delay,-1s" })
	void limitsAreKept(String property, String value) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of(property, value)))
			.havingRootCause()
			.withMessageMatching("'[a-zA-Z]+' must be (positive|at least 1)");
	}

	private static ZonitelSmsInboxProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("",
				ZonitelSmsInboxProperties.class);
	}

}
