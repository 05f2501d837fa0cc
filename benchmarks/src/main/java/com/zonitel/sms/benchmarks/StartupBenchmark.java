package com.zonitel.sms.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * Time and memory that the starter adds to a web application that does nothing. The
 * argument is the class path, from which those of the three applications are made.
 */
final class StartupBenchmark {

	private static final int STARTS = Integer.getInteger("benchmark.starts", 10);

	private static final Pattern NOT_OF_A_WEB_HOST = Pattern.compile(
			"webflux|netty|reactor|reactive-streams|jdbc|spring-tx|HikariCP|postgres|db-scheduler|cron-utils|jmh|jopt"
					+ "|commons-(math|lang|compress|io|codec)|xz-");

	private static final Pattern OF_THE_STARTER = Pattern
		.compile("zonitel-sms-spring|restclient|spring-boot-http-client");

	private StartupBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		List<String> web = Arrays.stream(args[0].split(File.pathSeparator))
			.filter((entry) -> !NOT_OF_A_WEB_HOST.matcher(new File(entry).getName()).find())
			.toList();
		String withStarter = String.join(File.pathSeparator, web);
		String without = web.stream()
			.filter((entry) -> !OF_THE_STARTER.matcher(new File(entry).getName()).find())
			.collect(Collectors.joining(File.pathSeparator));
		Map<String, List<String>> hosts = new LinkedHashMap<>();
		hosts.put("empty web host", List.of(without));
		hosts.put("with the starter, not configured", List.of(withStarter));
		List<String> receiving = List.of(withStarter, "--zonitel.sms.webhook.secrets=" + Host.SECRET);
		hosts.put("receiving", receiving);
		List<String> registering = new ArrayList<>(receiving);
		registering.addAll(List.of("--zonitel.sms.webhook.public-base-url=https://sms.example.com",
				"--zonitel.client-id=0e0d3c0e-2f3b-4c5d-8e6f-7a8b9c0d1e2f", "--zonitel.access-token=none",
				"--zonitel.api.base-url=http://localhost:9"));
		hosts.put("receiving and registering", registering);
		System.out.println("\n| start | ready after ms | + | heap MB after GC | + | resident MB | + |"
				+ "\n|---|---:|---:|---:|---:|---:|---:|");
		measure("", hosts, false);
		measure(", AOT cache", hosts, true);
	}

	private static void measure(String what, Map<String, List<String>> hosts, boolean cached) throws Exception {
		Map<String, List<double[]>> figures = new LinkedHashMap<>();
		Map<String, Path> caches = new LinkedHashMap<>();
		if (cached) {
			for (Map.Entry<String, List<String>> host : hosts.entrySet()) {
				Path cache = Files.createTempFile("startup", ".aot");
				Files.delete(cache);
				start(host.getValue(), "-XX:AOTCacheOutput=" + cache);
				caches.put(host.getKey(), cache);
			}
		}
		for (int i = 0; i < STARTS; i++) {
			for (Map.Entry<String, List<String>> host : hosts.entrySet()) {
				String[] options = cached ? new String[] { "-XX:AOTCache=" + caches.get(host.getKey()) }
						: new String[0];
				figures.computeIfAbsent(host.getKey(), (key) -> new ArrayList<>()).add(start(host.getValue(), options));
			}
		}
		List<double[]> empty = figures.values().iterator().next();
		figures.forEach((host, values) -> System.out.printf("| %s%s | %.0f | %.0f | %.1f | %.1f | %.1f | %.1f |%n",
				host, what, median(values, 0), median(values, 0) - median(empty, 0), median(values, 1),
				median(values, 1) - median(empty, 1), median(values, 2), median(values, 2) - median(empty, 2)));
	}

	private static double median(List<double[]> figures, int index) {
		double[] sorted = figures.stream()
			.mapToDouble((ToDoubleFunction<double[]>) (values) -> values[index])
			.sorted()
			.toArray();
		return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
	}

	private static double[] start(List<String> host, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", host.get(0), Application.class.getName(), "--server.port=0"));
		command.addAll(host.subList(1, host.size()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output.lines()
			.filter((line) -> line.startsWith("STARTED "))
			.map((line) -> Arrays.stream(line.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(output));
	}

	/**
	 * Web application that does nothing, and ends once it has started.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		public static void main(String[] args) throws IOException {
			SpringApplication.run(Application.class, args);
			long ready = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
			System.gc();
			System.gc();
			double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_048_576.0;
			double resident = Files.readAllLines(Path.of("/proc/self/status"))
				.stream()
				.filter((line) -> line.startsWith("VmRSS:"))
				.mapToDouble((line) -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1_024)
				.findFirst()
				.orElse(Double.NaN);
			System.out.printf("%nSTARTED %d %.2f %.2f%n", ready, heap, resident);
			System.exit(0);
		}

	}

}
