package com.zonitel.sms.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link AbstractFailureAnalyzer} for properties of {@code zonitel.*} that could not be
 * bound because a placeholder was not resolved.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnresolvedPlaceholderFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("zonitel");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !PREFIX.isAncestorOf(property.getName())
				|| SecretKeys.contain(property.getName().toString())) {
			return null;
		}
		UnresolvedPlaceholder placeholder = UnresolvedPlaceholder.in(String.valueOf(property.getValue()));
		return (placeholder != null) ? new FailureAnalysis(placeholder.description(property.getName().toString()),
				placeholder.advice() + ", or remove the property to keep its default.", cause) : null;
	}

}
