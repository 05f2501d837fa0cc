package com.zonitel.sms.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link SecretBindFailureAnalyzer}.
 */
class SecretBindFailureAnalyzerTests {

	@ParameterizedTest
	@CsvSource({ "zonitel.access-token", "zonitel.client-id" })
	void secretThatCannotBeBoundIsNamedAndNotShown(String property) {
		FailureAnalysis analysis = analyze(property, Map.of(property, "canary"));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("'" + property + "'").doesNotContain("canary");
		assertThat(analysis.getAction()).contains("'zonitel.sms.webhook.secrets[0]'").doesNotContain("canary");
	}

	@Test
	void elementsOfAListWithAGapAreNamedAndNotShown() {
		BindException failure = catchThrowableOfType(BindException.class,
				() -> binder(
						Map.of("zonitel.sms.webhook.secrets[0]", "canary", "zonitel.sms.webhook.secrets[2]", "canary"))
					.bind("zonitel.sms.webhook.secrets", Bindable.listOf(String.class)));
		FailureAnalysis analysis = new SecretBindFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("'zonitel.sms.webhook.secrets[2]'").doesNotContain("canary");
	}

	@Test
	void otherPropertiesAreLeftToSpringBoot() {
		assertThat(analyze("zonitel.api.read-timeout", Map.of("zonitel.api.read-timeout", "soon"))).isNull();
		assertThat(analyze("server.port", Map.of("server.port", "here"))).isNull();
	}

	private static @Nullable FailureAnalysis analyze(String property, Map<String, String> properties) {
		BindException failure = catchThrowableOfType(BindException.class,
				() -> binder(properties).bind(property, Integer.class));
		return new SecretBindFailureAnalyzer().analyze(failure);
	}

	private static Binder binder(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties));
	}

}
