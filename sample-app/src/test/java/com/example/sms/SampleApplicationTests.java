package com.example.sms;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.util.TestSocketUtils;

/**
 * Tests for {@link SampleApplication} as it is started without an account.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	@Test
	void smsArrivesByItself(CapturedOutput output) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setAdditionalProfiles("simulator");
		try (AutoCloseable context = application.run("--server.port=" + TestSocketUtils.findAvailableTcpPort(),
				"--sample.simulator.port=" + TestSocketUtils.findAvailableTcpPort())) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> output.getOut().contains("SMS received: \"Welcome!"));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
