package com.zonitel.sms.autoconfigure;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link AbstractFailureAnalyzer} for secrets that could not be bound. Comes before those
 * of Spring Boot, which show the value.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecretBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = properties(cause).filter((it) -> SecretKeys.contain(it.getName().toString()))
			.findFirst()
			.orElse(null);
		if (property == null) {
			return null;
		}
		return new FailureAnalysis(
				"The property '" + property.getName() + "' could not be bound. Its value is not shown; it comes from: "
						+ property.getOrigin(),
				"Set 'zonitel.client-id' and 'zonitel.access-token' to one value each, and 'zonitel.sms.webhook.secrets'"
						+ " to a comma-separated list, or to a list without gaps that starts at"
						+ " 'zonitel.sms.webhook.secrets[0]'.",
				cause);
	}

	// the property of the failure itself may be the last that could be bound
	private Stream<ConfigurationProperty> properties(BindException failure) {
		UnboundConfigurationPropertiesException unbound = findCause(failure,
				UnboundConfigurationPropertiesException.class);
		return Stream.concat((unbound != null) ? unbound.getUnboundProperties().stream() : Stream.empty(),
				Stream.ofNullable(failure.getProperty()));
	}

}
