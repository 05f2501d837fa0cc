package com.zonitel.sms.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Throughput, time to answer, CPU and allocation of the webhook with the memory inbox,
 * beside a handler that only answers and a controller written by hand, in one process on
 * one port. The first argument is {@code tomcat}, {@code tomcat-virtual} or
 * {@code netty}.
 */
final class WebhookBenchmark {

	private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);

	private static final int SECONDS = Integer.getInteger("benchmark.seconds", 5);

	private WebhookBenchmark() {
	}

	public static void main(String[] args) {
		String server = (args.length > 0) ? args[0] : "tomcat";
		try (ConfigurableApplicationContext context = SpringApplication.run(Host.class, "--server.port=0",
				"--spring.main.banner-mode=off", "--logging.level.root=warn",
				"--spring.main.web-application-type=" + (server.equals("netty") ? "reactive" : "servlet"),
				"--spring.threads.virtual.enabled=" + server.endsWith("-virtual"),
				"--spring.autoconfigure.exclude="
						+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"--zonitel.sms.webhook.secrets=" + Host.SECRET)) {
			measure(server, new Wrk(context));
		}
	}

	private static void measure(String server, Wrk wrk) {
		Map<String, String> paths = new LinkedHashMap<>();
		paths.put("(a) bare handler", Host.BARE);
		paths.put("(b) by hand", Host.BY_HAND);
		paths.put("(c) starter, memory", Host.STARTER);
		wrk.warmUp(paths.values(), 64);
		System.out.println("\n**" + server + "**\n\n" + Samples.header("(b)"));
		for (int connections : new int[] { 1, 8, 64 }) {
			wrk.warmUp(paths.values(), connections);
			Map<String, Samples> samples = new LinkedHashMap<>();
			for (int round = 0; round < ROUNDS; round++) {
				paths.forEach((what, path) -> samples.computeIfAbsent(what, (key) -> new Samples())
					.add(() -> wrk.send(path, connections, SECONDS)));
			}
			Samples byHand = samples.get("(b) by hand");
			samples.forEach((what, sample) -> System.out.println(sample.row(what, connections, byHand)));
		}
	}

}
