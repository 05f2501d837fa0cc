package com.zonitel.sms.autoconfigure.observation;

import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.notification.TraceFields;
import com.zonitel.sms.observability.ObservedSmsDelivery;
import com.zonitel.sms.observability.PathSecretObservationFilter;
import com.zonitel.sms.observability.SmsDeliveryObservationConvention;
import com.zonitel.sms.observability.TracerTraceFields;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for observations of deliveries, and
 * for the trace that links them to the requests that brought them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZonitelSmsAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@ConditionalOnBean({ ObservationRegistry.class, SmsEventPublisher.class })
public final class ZonitelSmsObservationAutoConfiguration {

	ZonitelSmsObservationAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ObservedSmsDelivery zonitelSmsObservedDelivery(ObservationRegistry registry,
			ObjectProvider<SmsDeliveryObservationConvention> convention) {
		return new ObservedSmsDelivery(registry, convention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnZonitelFeature(ZonitelFeature.SECRET_IN_PATH)
	PathSecretObservationFilter zonitelSmsPathSecretObservationFilter(ZonitelSmsWebhookProperties webhook) {
		return new PathSecretObservationFilter(webhook.getPath());
	}

	/**
	 * Configuration for an application with traces.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Propagator.class)
	@ConditionalOnBean({ Tracer.class, Propagator.class })
	static class TracingConfiguration {

		@Bean
		@ConditionalOnMissingBean(TraceFields.class)
		TracerTraceFields zonitelSmsTraceFields(Tracer tracer, Propagator propagator) {
			return new TracerTraceFields(tracer, propagator);
		}

	}

}
