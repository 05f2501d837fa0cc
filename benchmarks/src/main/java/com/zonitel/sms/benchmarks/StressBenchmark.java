package com.zonitel.sms.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.inbox.SmsInbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Time to answer while listeners sleep for 10 seconds each at 500 notifications a second,
 * and in a burst of 20,000; and whether everything acknowledged reaches a listener. The
 * load comes from a process of its own, on a schedule that slow answers do not delay.
 */
final class StressBenchmark {

	private static final int RATE = Integer.getInteger("benchmark.rate", 500);

	private static final int SECONDS = Integer.getInteger("benchmark.seconds", 60);

	private static final int BURST = Integer.getInteger("benchmark.burst", 20_000);

	private StressBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		System.out
			.println("\n| server, inbox | load | answers | p50 ms | p99 ms | slowest ms | acknowledged, not handled |"
					+ " garbage collection |\n|---|---|---|---:|---:|---:|---:|---|");
		measure("tomcat", "--spring.main.web-application-type=servlet");
		measure("tomcat-virtual", "--spring.main.web-application-type=servlet",
				"--spring.threads.virtual.enabled=true");
		measure("netty", "--spring.main.web-application-type=reactive");
	}

	private static void measure(String server, String... options) throws Exception {
		String[] args = Arrays.copyOf(options, options.length + 5);
		args[options.length] = "--server.port=0";
		args[options.length + 1] = "--spring.main.banner-mode=off";
		args[options.length + 2] = "--logging.level.root=warn";
		args[options.length + 3] = "--spring.autoconfigure.exclude="
				+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
		args[options.length + 4] = "--zonitel.sms.webhook.secrets=" + Host.SECRET;
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, args)) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			SmsInbox inbox = context.getBean(SmsInbox.class);
			Application listener = context.getBean(Application.class);
			report(server, "burst of 20,000", Load.start(port, 0, BURST), inbox, listener);
			listener.released = new CountDownLatch(1);
			report(server, "500/s, listeners sleep 10 s", Load.start(port, RATE, RATE * SECONDS), inbox, listener);
		}
	}

	private static void report(String server, String what, Process load, SmsInbox inbox, Application listener)
			throws Exception {
		long collections = collections(GarbageCollectorMXBean::getCollectionCount);
		long millis = collections(GarbageCollectorMXBean::getCollectionTime);
		List<String> output = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		collections = collections(GarbageCollectorMXBean::getCollectionCount) - collections;
		millis = collections(GarbageCollectorMXBean::getCollectionTime) - millis;
		listener.released.countDown();
		while (inbox.status().pending() > 0) {
			TimeUnit.MILLISECONDS.sleep(100);
		}
		long lost = output.stream()
			.filter((line) -> line.startsWith("ACKNOWLEDGED "))
			.map((line) -> line.substring("ACKNOWLEDGED ".length()))
			.filter((id) -> !listener.handled.contains(id))
			.count();
		String figures = output.stream()
			.filter((line) -> line.startsWith("|"))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(String.join("\n", output)));
		System.out.printf("| %s, memory | %s %s %d | %d pauses, %d ms |%n", server, what, figures, lost, collections,
				millis);
	}

	private static long collections(java.util.function.ToLongFunction<GarbageCollectorMXBean> value) {
		return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(value).sum();
	}

	/**
	 * Application whose listeners sleep until they are released.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final Set<String> handled = ConcurrentHashMap.newKeySet();

		private volatile CountDownLatch released = new CountDownLatch(0);

		@EventListener
		void on(SmsReceivedEvent event) throws InterruptedException {
			this.released.await(10, TimeUnit.SECONDS);
			this.handled.add(event.message().id());
		}

	}

	/**
	 * Sends notifications on a schedule, or, without a rate, 64 at a time.
	 */
	static final class Load {

		private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

		private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

		private final URI uri;

		private Load(String port) {
			this.uri = URI.create("http://localhost:" + port + Host.STARTER);
		}

		static Process start(String port, int rate, int count) throws Exception {
			return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
					"-cp", System.getProperty("java.class.path"), Load.class.getName(), port, String.valueOf(rate),
					String.valueOf(count))
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
		}

		public static void main(String[] args) throws Exception {
			new Load(args[0]).run(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
		}

		private void run(int rate, int count) throws InterruptedException {
			Semaphore permits = new Semaphore((rate > 0) ? Integer.MAX_VALUE : 64);
			CompletableFuture<?>[] all = new CompletableFuture<?>[count];
			String prefix = Long.toHexString(System.nanoTime()) + "-";
			long begin = System.nanoTime();
			for (int i = 0; i < count; i++) {
				permits.acquire();
				long due = (rate > 0) ? begin + i * 1_000_000_000L / rate : System.nanoTime();
				LockSupport.parkNanos(due - System.nanoTime());
				all[i] = send(prefix + i, due).thenRun(permits::release);
			}
			CompletableFuture.allOf(all).join();
			print();
			System.exit(0);
		}

		private CompletableFuture<?> send(String id, long due) {
			HttpRequest request = HttpRequest.newBuilder(this.uri)
				.timeout(Duration.ofSeconds(30))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofByteArray(Notifications.body(id, "Hello")))
				.build();
			return this.client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
				.handle((response, ex) -> this.answers.add(new Answer(id,
						(response != null) ? String.valueOf(response.statusCode()) : ex.getClass().getSimpleName(),
						(System.nanoTime() - due) / 1e6)));
		}

		private void print() {
			double[] millis = this.answers.stream().mapToDouble(Answer::millis).sorted().toArray();
			Map<String, Long> statuses = this.answers.stream()
				.collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
			this.answers.stream()
				.filter((answer) -> answer.status().equals("200"))
				.forEach((answer) -> System.out.println("ACKNOWLEDGED " + answer.id()));
			System.out.printf("| %s | %.0f | %.0f | %.0f |%n", statuses, millis[millis.length / 2],
					millis[(int) (millis.length * 0.99)], millis[millis.length - 1]);
		}

		private record Answer(String id, String status, double millis) {

		}

	}

}
