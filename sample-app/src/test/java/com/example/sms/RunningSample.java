package com.example.sms;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample as it is started without an account, on free ports.
 */
final class RunningSample implements AutoCloseable {

	private final int port = FreePorts.find();

	private final ConfigurableApplicationContext context;

	RunningSample(Path directory) {
		this(directory, new SpringApplication(SampleApplication.class));
	}

	RunningSample(Path directory, SpringApplication application, String... further) {
		application.setMainApplicationClass(SampleApplication.class);
		application.setAdditionalProfiles("simulator");
		this.context = application
			.run(Stream.concat(arguments(directory, this.port, FreePorts.find()).stream(), Stream.of(further))
				.toArray(String[]::new));
	}

	static List<String> arguments(Path directory, int port, int simulatorPort) {
		return List.of("--server.port=" + port, "--sample.simulator.port=" + simulatorPort,
				"--spring.datasource.url=jdbc:h2:file:" + directory.resolve("sample") + ";WRITE_DELAY=0",
				"--zonitel.sms.inbox.jdbc.takeover-after=3s");
	}

	int port() {
		return this.port;
	}

	String url() {
		return "http://localhost:" + this.port;
	}

	void addListener(ApplicationListener<?> listener) {
		this.context.addApplicationListener(listener);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
