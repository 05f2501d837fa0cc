package com.zonitel.sms.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Load generator {@code wrk}, which sends notifications with an id of their own each.
 */
public final class Wrk {

	private static final int WARM_UP_SECONDS = 3;

	private static final long MAX_WARM_UP_NANOS = TimeUnit.MINUTES.toNanos(3);

	private final Path script;

	private final int port;

	private int runs;

	/**
	 * Create a new instance.
	 * @param context the application with the server to send to
	 */
	public Wrk(ConfigurableApplicationContext context) {
		this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		try (InputStream script = Wrk.class.getResourceAsStream("/notifications.lua")) {
			this.script = Files.createTempFile("notifications", ".lua");
			this.script.toFile().deleteOnExit();
			Files.copy(script, this.script, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send to each path in turn, until the just-in-time compiler takes less than a
	 * twentieth of the time, three minutes at most.
	 * @param paths the paths and queries
	 * @param connections the number of connections
	 */
	public void warmUp(Collection<String> paths, int connections) {
		CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
		long begin = System.nanoTime();
		long compiled;
		long before;
		do {
			before = System.nanoTime();
			compiled = compiler.getTotalCompilationTime();
			paths.forEach((path) -> send(path, connections, WARM_UP_SECONDS));
			compiled = compiler.getTotalCompilationTime() - compiled;
		}
		while (TimeUnit.MILLISECONDS.toNanos(compiled) > (System.nanoTime() - before) / 20
				&& System.nanoTime() - begin < MAX_WARM_UP_NANOS);
	}

	/**
	 * Send as many notifications as are answered.
	 * @param path the path and query to send them to
	 * @param connections the number of connections, each with one request at a time
	 * @param seconds for how long
	 * @return what was seen of the answers
	 */
	public Load send(String path, int connections, int seconds) {
		try {
			Process process = new ProcessBuilder("wrk", "-t", String.valueOf(Math.min(2, connections)), "-c",
					String.valueOf(connections), "-d", seconds + "s", "-s", this.script.toString(),
					"http://localhost:" + this.port + path, "--", String.format("%04d-", this.runs++))
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			process.waitFor();
			return output.lines()
				.filter((line) -> line.startsWith("RESULT "))
				.map(Load::parse)
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(output));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("wrk has to be installed", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What the load generator saw.
	 *
	 * @param requests the number of answers
	 * @param perSecond answers per second
	 * @param errors answers other than 2xx, and broken connections
	 * @param p50 the median time to an answer, in milliseconds
	 * @param p99 the 99th percentile, in milliseconds
	 * @param p999 the 99.9th percentile, in milliseconds
	 * @param max the slowest answer, in milliseconds
	 */
	public record Load(long requests, double perSecond, long errors, double p50, double p99, double p999, double max) {

		private static Load parse(String line) {
			double[] values = Arrays.stream(line.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
			return new Load((long) values[0], values[0] * 1_000_000 / values[1], (long) values[2], values[3], values[4],
					values[5], values[6]);
		}

	}

}
