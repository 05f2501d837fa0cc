package com.zonitel.sms.autoconfigure.webhook;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DirectThreads}.
 */
class DirectThreadsTests {

	private static final Duration DEADLINE = Duration.ofSeconds(3);

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void anEighthOfTheUsualThreads() {
		assertThat(threads()).isEqualTo(25);
	}

	@ParameterizedTest
	@CsvSource({ "server.tomcat.threads.max,16,2", "server.jetty.threads.max,80,10", "server.tomcat.threads.max,7,0",
			"server.jetty.threads.max,1000,25" })
	void anEighthOfTheThreadsThatAreSet(String property, String value, int threads) {
		this.environment.setProperty(property, value);
		assertThat(threads()).isEqualTo(threads);
	}

	@ParameterizedTest
	@CsvSource({ "3s,0", "2s,0", "3001ms,25", "20s,25" })
	void noneWhereTomcatTimesOutFirst(String timeout, int threads) {
		this.environment.setProperty("server.tomcat.connection-timeout", timeout);
		assertThat(threads()).isEqualTo(threads);
	}

	@ParameterizedTest
	@CsvSource({ "immediate,0", "graceful,25" })
	void noneWhereTheServerIsShutDownImmediately(String shutdown, int threads) {
		this.environment.setProperty("server.shutdown", shutdown);
		assertThat(threads()).isEqualTo(threads);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void externalContainerHasNoVirtualThreadsWhateverThePropertiesSay() {
		this.environment.setProperty("spring.threads.virtual.enabled", "true");
		assertThat(threads()).isEqualTo(25);
	}

	private int threads() {
		GenericWebApplicationContext context = new GenericWebApplicationContext();
		context.setEnvironment(this.environment);
		return DirectThreads.of(context, DEADLINE);
	}

}
