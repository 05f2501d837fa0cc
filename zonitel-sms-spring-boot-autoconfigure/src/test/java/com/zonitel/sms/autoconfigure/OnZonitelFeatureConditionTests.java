package com.zonitel.sms.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OnZonitelFeatureCondition} and {@link OnAheadOfTimeCondition}.
 */
class OnZonitelFeatureConditionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Features.class);

	@Test
	void propertiesDecide() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean("webhook").doesNotHaveBean("jdbc"));
		this.runner.withPropertyValues("zonitel.client-id=client")
			.run((context) -> assertThat(context).hasBean("webhook").doesNotHaveBean("jdbc"));
		this.runner.withPropertyValues("zonitel.client-id=client", "zonitel.sms.inbox.type=jdbc")
			.run((context) -> assertThat(context).hasBean("webhook").hasBean("jdbc"));
	}

	@Test
	void everythingMatchesAheadOfTimeAndIsDecidedAtRunTime() {
		this.runner.withSystemProperties("spring.aot.processing=true").run((context) -> {
			assertThat(context).hasBean("webhook").hasBean("jdbc");
			assertThat(report(context.getSourceApplicationContext().getBeanFactory())).contains("decided at run time");
		});
	}

	@Test
	void reportTellsTheFeature() {
		this.runner.run((context) -> assertThat(report(context.getSourceApplicationContext().getBeanFactory()))
			.contains("@ConditionalOnZonitelFeature JDBC_INBOX", "do not enable it"));
	}

	private static String report(ConfigurableListableBeanFactory beanFactory) {
		StringBuilder report = new StringBuilder();
		ConditionEvaluationReport.get(beanFactory)
			.getConditionAndOutcomesBySource()
			.values()
			.forEach((outcomes) -> outcomes.forEach((it) -> report.append(it.getOutcome().getMessage()).append('\n')));
		return report.toString();
	}

	@Configuration(proxyBeanMethods = false)
	static class Features {

		@Bean
		@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
		String webhook() {
			return "webhook";
		}

		@Bean
		@ConditionalOnZonitelFeature(ZonitelFeature.JDBC_INBOX)
		String jdbc() {
			return "jdbc";
		}

	}

}
