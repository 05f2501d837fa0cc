package com.zonitel.sms.autoconfigure;

import com.zonitel.sms.autoconfigure.endpoint.ZonitelSmsEndpointAutoConfiguration;
import com.zonitel.sms.autoconfigure.health.ZonitelSmsHealthContributorAutoConfiguration;
import com.zonitel.sms.autoconfigure.metrics.ZonitelSmsMetricsAutoConfiguration;
import com.zonitel.sms.autoconfigure.observation.ZonitelSmsObservationAutoConfiguration;
import com.zonitel.sms.autoconfigure.registration.ZonitelSmsRegistrationAutoConfiguration;
import com.zonitel.sms.inbox.SmsDeliveryObserver;
import com.zonitel.sms.notification.TraceFields;
import com.zonitel.sms.observability.ObservedSmsDelivery;
import com.zonitel.sms.observability.SmsStateMetrics;
import com.zonitel.sms.observability.SmsWebhookMetrics;
import com.zonitel.sms.observability.ZonitelSmsDeadLettersEndpoint;
import com.zonitel.sms.observability.ZonitelSmsEndpoint;
import com.zonitel.sms.observability.ZonitelSmsHealthIndicator;
import com.zonitel.sms.webhook.SmsWebhookObserver;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations of metrics, observations, health and the actuator
 * endpoint.
 */
class ObservabilityAutoConfigurationTests {

	private final WebApplicationContextRunner plainRunner = new WebApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ZonitelSmsAutoConfiguration.class, ZonitelSmsRegistrationAutoConfiguration.class,
					ZonitelSmsMetricsAutoConfiguration.class, ZonitelSmsObservationAutoConfiguration.class,
					ZonitelSmsHealthContributorAutoConfiguration.class, ZonitelSmsEndpointAutoConfiguration.class));

	private final WebApplicationContextRunner contextRunner = this.plainRunner
		.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
						SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
						OpenTelemetryTracingAutoConfiguration.class, EndpointAutoConfiguration.class))
		.withPropertyValues("zonitel.sms.webhook.secrets=0123456789abcdef0123456789abcdef");

	@Test
	void everythingIsThereWithActuatorAndTracing() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=zonitelsms,zonitelsmsdeadletters")
			.run((context) -> assertThat(context).hasSingleBean(SmsWebhookMetrics.class)
				.hasSingleBean(SmsStateMetrics.class)
				.hasSingleBean(SmsDeliveryObserver.class)
				.hasSingleBean(TraceFields.class)
				.hasSingleBean(ZonitelSmsHealthIndicator.class)
				.hasSingleBean(ZonitelSmsEndpoint.class)
				.hasSingleBean(ZonitelSmsDeadLettersEndpoint.class));
	}

	@Test
	void nothingIsThereWhenTheStarterIsInactive() {
		this.contextRunner.withPropertyValues("zonitel.sms.webhook.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SmsWebhookMetrics.class)
				.doesNotHaveBean(SmsStateMetrics.class)
				.doesNotHaveBean(SmsDeliveryObserver.class)
				.doesNotHaveBean(ZonitelSmsHealthIndicator.class)
				.doesNotHaveBean(ZonitelSmsEndpoint.class));
	}

	@Test
	void receivesWithoutActuatorAndMicrometer() {
		this.plainRunner.withPropertyValues("zonitel.sms.webhook.secrets=0123456789abcdef0123456789abcdef")
			.withClassLoader(new FilteredClassLoader(
					FilteredClassLoader.PackageFilter.of("io.micrometer.core", "io.micrometer.tracing",
							"io.micrometer.context", "org.springframework.boot.micrometer"),
					FilteredClassLoader.ClassFilter.of(HealthIndicator.class, ConditionalOnAvailableEndpoint.class)))
			.run((context) -> assertThat(context).hasSingleBean(SmsWebhookReceiver.class)
				.doesNotHaveBean(SmsWebhookObserver.class)
				.doesNotHaveBean(SmsDeliveryObserver.class)
				.doesNotHaveBean(HealthIndicator.class)
				.doesNotHaveBean(ZonitelSmsEndpoint.class));
	}

	@Test
	void observesWithoutTracing() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasSingleBean(SmsDeliveryObserver.class)
				.doesNotHaveBean(TraceFields.class));
	}

	@Test
	void healthCanBeSwitchedOffAndReplaced() {
		this.contextRunner.withPropertyValues("management.health.zonitelsms.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ZonitelSmsHealthIndicator.class));
		this.contextRunner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ZonitelSmsHealthIndicator.class));
		this.contextRunner.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).doesNotHaveBean(ZonitelSmsHealthIndicator.class)
				.hasBean("zonitelSmsHealthIndicator"));
	}

	@Test
	void endpointIsThereOnlyWhereItIsExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(ZonitelSmsEndpoint.class)
			.doesNotHaveBean(ZonitelSmsDeadLettersEndpoint.class));
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.zonitelsms.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ZonitelSmsEndpoint.class)
				.hasSingleBean(ZonitelSmsDeadLettersEndpoint.class));
	}

	@Test
	void observersOfTheApplicationJoin() {
		this.contextRunner.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).hasSingleBean(SmsWebhookMetrics.class)
				.hasBean("ownWebhookObserver")
				.hasSingleBean(ObservedSmsDelivery.class)
				.hasBean("ownDeliveryObserver")
				.hasSingleBean(TraceFields.class)
				.hasBean("ownTraceFields"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		SmsWebhookObserver ownWebhookObserver() {
			return new SmsWebhookObserver() {
			};
		}

		@Bean
		SmsDeliveryObserver ownDeliveryObserver() {
			return SmsDeliveryObserver.NONE;
		}

		@Bean
		TraceFields ownTraceFields() {
			return TraceFields.NONE;
		}

		@Bean
		HealthIndicator zonitelSmsHealthIndicator() {
			return () -> Health.up().build();
		}

	}

}
