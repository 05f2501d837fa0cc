package com.example.sms;

import java.nio.file.Path;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;

/**
 * The sample as it is started without an account, on free ports.
 */
final class RunningSample implements AutoCloseable {

	private final int port = TestSocketUtils.findAvailableTcpPort();

	private final ConfigurableApplicationContext context;

	RunningSample(Path directory) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setAdditionalProfiles("simulator");
		this.context = application
			.run(arguments(directory, this.port, TestSocketUtils.findAvailableTcpPort()).toArray(String[]::new));
	}

	static List<String> arguments(Path directory, int port, int simulatorPort) {
		return List.of("--server.port=" + port, "--sample.simulator.port=" + simulatorPort,
				"--spring.datasource.url=jdbc:h2:file:" + directory.resolve("sample") + ";WRITE_DELAY=0",
				"--zonitel.sms.inbox.jdbc.takeover-after=3s");
	}

	String url() {
		return "http://localhost:" + this.port;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
