package com.zonitel.sms.test;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The {@link ZonitelSimulator} by itself, for an application of any kind. Runs until it
 * is interrupted and logs each call and each answer, without secrets.
 *
 * @since 0.1.0
 */
public final class ZonitelSimulatorApplication {

	private static final int DEFAULT_PORT = 8090;

	private static final Set<String> OPTIONS = Set.of("--port", "--client-id", "--access-token");

	private ZonitelSimulatorApplication() {
	}

	/**
	 * Start the simulator.
	 * @param args the options {@code --port}, {@code --client-id} and
	 * {@code --access-token}, each with its value after an equals sign
	 * @throws InterruptedException if the thread is interrupted while the simulator runs
	 */
	public static void main(String[] args) throws InterruptedException {
		Map<String, String> options = new HashMap<>();
		for (String arg : args) {
			String[] option = arg.split("=", 2);
			if (option.length != 2 || !OPTIONS.contains(option[0])) {
				fail("Options: [--port=8090] [--client-id=UUID] [--access-token=TOKEN]");
				return;
			}
			options.put(option[0], option[1]);
		}
		Logger logger = log();
		String clientId = options.getOrDefault("--client-id", ZonitelSimulator.CLIENT_ID);
		String accessToken = options.getOrDefault("--access-token", ZonitelSimulator.ACCESS_TOKEN);
		String port = options.getOrDefault("--port", String.valueOf(DEFAULT_PORT));
		ZonitelSimulator simulator;
		try {
			simulator = ZonitelSimulator.start(Integer.parseInt(port), clientId, accessToken);
		}
		catch (UncheckedIOException | IllegalArgumentException ex) {
			fail("Zonitel simulator cannot listen on port " + port + ": choose another with --port=PORT");
			return;
		}
		String baseUrl = simulator.baseUrl().toString();
		logger.info("""
				Configure the application with, for example:
				    zonitel.api.base-url=%s
				    zonitel.client-id=%s
				    zonitel.access-token=%s
				    zonitel.sms.webhook.public-base-url=http://localhost:8080
				    zonitel.sms.webhook.secrets=%s
				Once it has registered, send it an SMS:
				    curl %s/simulator/inbound -d '{"from":"+15550100010","text":"Hello"}'
				    curl %s/simulator/outbound -d '{"to":"+15550100030","text":"Hi","outcome":"failed"}'
				    curl %s/simulator""".formatted(baseUrl, clientId,
				options.containsKey("--access-token") ? "***" : accessToken, UUID.randomUUID(), baseUrl, baseUrl,
				baseUrl));
		Thread.currentThread().join();
	}

	private static void fail(String message) {
		System.err.println(message);
		System.exit(1);
	}

	private static Logger log() {
		System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tT.%1$tL %5$s%6$s%n");
		Locale.setDefault(Locale.ROOT);
		Logger logger = Logger.getLogger(ZonitelSimulator.class.getName());
		ConsoleHandler handler = new ConsoleHandler();
		handler.setLevel(Level.ALL);
		logger.addHandler(handler);
		logger.setUseParentHandlers(false);
		logger.setLevel(Level.ALL);
		return logger;
	}

}
