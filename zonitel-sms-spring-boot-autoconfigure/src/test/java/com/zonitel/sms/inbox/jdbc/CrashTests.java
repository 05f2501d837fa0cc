package com.zonitel.sms.inbox.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.zonitel.sms.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a {@link JdbcSmsInbox} keeps when processes are killed and the database
 * is stopped. Short by default; {@code scripts/crash-test.sh} runs them at length.
 */
class CrashTests {

	private static final boolean LONG = Boolean.getBoolean("crash.long");

	/**
	 * Debian's {@code faketime}.
	 */
	private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

	private static final PrintStream out = System.out;

	private final List<Host> hosts = new CopyOnWriteArrayList<>();

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	private EmbeddedPostgres postgres;

	private @Nullable String clockOffset;

	@BeforeEach
	void startPostgres() throws IOException {
		this.postgres = startPostgres(FreePorts.find());
	}

	private EmbeddedPostgres startPostgres(int port) throws IOException {
		return EmbeddedPostgres.builder()
			.setPort(port)
			.setDataDirectory(this.directory.resolve("data"))
			.setCleanDataDirectory(false)
			.setServerConfig("max_connections", "100")
			.start();
	}

	@AfterEach
	void stopEverything() throws IOException {
		this.hosts.forEach(Host::kill);
		this.postgres.close();
	}

	@Test
	void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
		int runs = LONG ? 20 : 1;
		for (int run = 1; run <= runs; run++) {
			Load load = new Load("run" + run + "-", 2_500);
			Host host = startHost(2);
			load.sendTo(host);
			int killAt = ThreadLocalRandom.current().nextInt(50, 2_000);
			load.awaitAcknowledged(killAt);
			host.kill();
			load.pause();
			int acknowledged = load.acknowledged.size();
			host = startHost(2);
			load.sendTo(host);
			load.awaitAcknowledged(2_500);
			Ledger ledger = awaitHandled(load.acknowledged);
			out.printf("kill -9, run %d: %d acknowledged, %d of them before the kill; 0 lost, %d handled, %d again%n",
					run, load.acknowledged.size(), acknowledged, ledger.ids().size(), ledger.repeated());
			host.kill();
			ledger.delete();
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "crash.long", matches = "true")
	void nothingIsLostWhenRecoveriesAreKilledToo() throws Exception {
		Load load = new Load("again-", 2_000);
		Host host = startHost(40);
		load.sendTo(host);
		load.awaitAcknowledged(2_000);
		host.kill();
		for (int crash = 0; crash < 2; crash++) {
			host = startHost(40);
			int before = readLedger().ids().size();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> readLedger().ids().size() > before + ThreadLocalRandom.current().nextInt(20, 200));
			host.kill();
			assertThat(readLedger().ids().size()).isLessThan(2_000);
		}
		startHost(0);
		Ledger ledger = awaitHandled(load.acknowledged);
		out.printf("two crashes in a row during recovery: %d acknowledged; 0 lost, %d handled, %d again%n",
				load.acknowledged.size(), ledger.ids().size(), ledger.repeated());
	}

	@Test
	@EnabledIfSystemProperty(named = "crash.long", matches = "true")
	void instancesThatAreKilledAreReplacedByOthers() throws Exception {
		int kills = 12;
		List<Host> alive = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 3; i++) {
			alive.add(startHost(5));
		}
		Load load = new Load("three-", Integer.MAX_VALUE);
		load.pauseMillis = 40;
		load.sendTo(alive);
		for (int kill = 0; kill < kills; kill++) {
			TimeUnit.SECONDS.sleep(5);
			alive.remove(0).kill();
			alive.add(startHost(5));
		}
		load.pause();
		long ended = System.currentTimeMillis();
		Ledger ledger = awaitHandled(load.acknowledged);
		long drained = System.currentTimeMillis() - ended;
		out.printf(
				"three instances, %d kills: %d acknowledged; 0 lost, %d handled, %d again, %d by two instances at"
						+ " once, drained %d ms after the load ended%n",
				kills, load.acknowledged.size(), ledger.ids().size(), ledger.repeated(), ledger.overlapping(), drained);
		assertThat(ledger.overlapping()).isZero();
		assertThat(drained).isLessThan(9_000);
	}

	@Test
	@EnabledIfSystemProperty(named = "crash.long", matches = "true")
	void nothingIsLostWhenTheDatabaseIsStopped() throws Exception {
		int seconds = 60;
		Host host = startHost(2);
		Load load = new Load("stopped-", Integer.MAX_VALUE);
		load.sendTo(host);
		load.awaitAcknowledged(500);
		int port = this.postgres.getPort();
		this.postgres.close();
		int acknowledged = load.acknowledged.size();
		TimeUnit.SECONDS.sleep(seconds);
		this.postgres = startPostgres(port);
		long started = System.currentTimeMillis();
		load.awaitAcknowledged(load.acknowledged.size() + 500);
		long recovered = System.currentTimeMillis() - started;
		load.pause();
		Ledger ledger = awaitHandled(load.acknowledged);
		out.printf(
				"database stopped for %d s: %d acknowledged, %d of them before; 0 lost, %d handled, %d again; %d"
						+ " refused, slowest answer %d ms, 500 more acknowledged %d ms after its return%n",
				seconds, load.acknowledged.size(), acknowledged, ledger.ids().size(), ledger.repeated(),
				load.refused.get(), load.slowestMillis.get(), recovered);
		assertThat(load.slowestMillis.get()).isLessThan(4_500);
		assertThat(load.failed).hasValue(0);
	}

	@Test
	@EnabledIfSystemProperty(named = "crash.long", matches = "true")
	void nothingIsLostWhenConnectionsGoSilent() throws Exception {
		try (BlackHole network = new BlackHole(this.postgres.getPort())) {
			Host host = startHost(2,
					List.of("--spring.datasource.url="
							+ this.postgres.getJdbcUrl("postgres", "postgres")
								.replace(":" + this.postgres.getPort() + "/", ":" + network.getPort() + "/")
							+ "&loginTimeout=5"));
			Load load = new Load("silent-", Integer.MAX_VALUE);
			load.sendTo(host);
			load.awaitAcknowledged(2_000);
			int connections = network.swallow();
			long began = System.currentTimeMillis();
			int before = load.acknowledged.size();
			load.awaitAcknowledged(before + 50);
			long first = System.currentTimeMillis() - began;
			load.awaitAcknowledged(before + 2_000);
			load.pause();
			Ledger ledger = awaitHandled(load.acknowledged);
			out.printf(
					"%d connections gone silent under load: %d acknowledged; 0 lost, %d handled, %d again; %d refused,"
							+ " slowest answer %d ms, 50 more acknowledged after %d ms%n",
					connections, load.acknowledged.size(), ledger.ids().size(), ledger.repeated(), load.refused.get(),
					load.slowestMillis.get(), first);
			assertThat(first).isLessThan(15_000);
			assertThat(load.failed).hasValue(0);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "crash.long", matches = "true")
	void lastAttemptsOfTwoOfThreeInstancesAreTakenOverByTheThird() throws Exception {
		List<String> lastAttempt = List.of("--zonitel.sms.inbox.retry.max-attempts=1",
				"--zonitel.sms.inbox.concurrency=16", "--spring.datasource.hikari.maximum-pool-size=24");
		List<Host> alive = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			alive.add(startHost(400, lastAttempt));
		}
		Load load = new Load("last-", 300);
		load.sendTo(alive);
		load.awaitAcknowledged(200);
		alive.remove(0).kill();
		alive.remove(0).kill();
		load.pause();
		long killed = System.currentTimeMillis();
		Ledger ledger = awaitHandled(load.acknowledged);
		long drained = System.currentTimeMillis() - killed;
		out.printf(
				"two of three instances killed, all deliveries on their last attempt: %d acknowledged; 0 lost,"
						+ " %d handled, %d again, drained %d ms after the kill%n",
				load.acknowledged.size(), ledger.ids().size(), ledger.repeated(), drained);
		assertThat(drained).isLessThan(60_000);
	}

	@Test
	@EnabledIfSystemProperty(named = "crash.long", matches = "true")
	void nothingIsRunTwiceWhereClocksDiffer() throws Exception {
		assertThat(FAKETIME).as("apt-get install faketime").exists();
		List<Host> alive = new ArrayList<>();
		for (String offset : List.of("-45s", "+1s", "+45s")) {
			this.clockOffset = offset;
			alive.add(startHost(200));
		}
		Load load = new Load("clocks-", Integer.MAX_VALUE);
		load.pauseMillis = 100;
		load.sendTo(alive);
		TimeUnit.SECONDS.sleep(30);
		load.pause();
		Ledger ledger = awaitHandled(load.acknowledged);
		out.printf("three instances whose clocks are 45 s apart: %d acknowledged; 0 lost, %d handled, %d again%n",
				load.acknowledged.size(), ledger.ids().size(), ledger.repeated());
		assertThat(ledger.repeated()).isZero();
	}

	private Host startHost(long listenerMillis) throws IOException {
		return startHost(listenerMillis, List.of());
	}

	private Host startHost(long listenerMillis, List<String> arguments) throws IOException {
		Host host = new Host(listenerMillis, arguments);
		this.hosts.add(host);
		return host;
	}

	private Ledger awaitHandled(Set<String> acknowledged) throws Exception {
		Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
			Set<String> lost = new HashSet<>(acknowledged);
			lost.removeAll(readLedger().ids());
			assertThat(lost).isEmpty();
		});
		return readLedger();
	}

	private Ledger readLedger() throws IOException {
		return new Ledger(this.hosts);
	}

	/**
	 * Process with an application.
	 */
	private final class Host {

		private final Path ledger = CrashTests.this.directory.resolve("ledger" + CrashTests.this.hosts.size());

		private final Process process;

		private final int port;

		private volatile long killedAt = Long.MAX_VALUE;

		Host(long listenerMillis, List<String> arguments) throws IOException {
			Files.createFile(this.ledger);
			List<String> command = new ArrayList<>(
					List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m",
							"-XX:TieredStopAtLevel=1", "-Dledger=" + this.ledger, "-Dlistener.millis=" + listenerMillis,
							"-cp", System.getProperty("java.class.path"), LedgerHost.class.getName(), "--server.port=0",
							"--spring.datasource.url=" + CrashTests.this.postgres.getJdbcUrl("postgres", "postgres"),
							"--spring.main.banner-mode=off", "--zonitel.sms.webhook.secrets=" + LedgerHost.SECRET,
							"--zonitel.sms.inbox.type=jdbc", "--zonitel.sms.inbox.jdbc.initialize-schema=always",
							"--zonitel.sms.inbox.jdbc.takeover-after=4s"));
			arguments.forEach((argument) -> {
				String option = argument.substring(0, argument.indexOf('=') + 1);
				command.removeIf((other) -> other.startsWith(option));
				command.add(argument);
			});
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			if (CrashTests.this.clockOffset != null) {
				// only the time of day is faked, as by a machine whose clock is off
				builder.environment()
					.putAll(Map.of("LD_PRELOAD", FAKETIME.toString(), "FAKETIME", CrashTests.this.clockOffset,
							"FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0"));
			}
			this.process = builder.start();
			this.port = awaitPort();
		}

		private int awaitPort() throws IOException {
			BufferedReader output = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
			Path log = log();
			List<String> lines = new ArrayList<>();
			String line = output.readLine();
			while (line != null && !line.startsWith("PORT ")) {
				lines.add(line);
				line = output.readLine();
			}
			assertThat(line).as(() -> String.join("\n", lines)).isNotNull();
			// not on the common pool, which has a single thread on a small machine
			Thread writer = new Thread(() -> {
				try (PrintStream file = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
					output.lines().forEach(file::println);
				}
				catch (IOException | UncheckedIOException ex) {
					// the process is gone
				}
			});
			writer.setDaemon(true);
			writer.start();
			return Integer.parseInt(line.substring("PORT ".length()));
		}

		Path log() {
			return this.ledger.resolveSibling(this.ledger.getFileName() + ".log");
		}

		void kill() {
			if (this.killedAt == Long.MAX_VALUE) {
				this.process.destroyForcibly().onExit().join();
				this.killedAt = System.currentTimeMillis();
			}
		}

	}

	/**
	 * Sender of notifications that sends each until it is acknowledged.
	 */
	private final class Load {

		private static final int SENDERS = 16;

		private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

		private final AtomicInteger refused = new AtomicInteger();

		private final AtomicInteger failed = new AtomicInteger();

		private final AtomicLong slowestMillis = new AtomicLong();

		private final String prefix;

		private final int count;

		private final AtomicInteger next = new AtomicInteger();

		private final Queue<String> unacknowledged = new ConcurrentLinkedQueue<>();

		private final List<CompletableFuture<Void>> senders = new ArrayList<>();

		private final AtomicBoolean sending = new AtomicBoolean();

		private volatile long pauseMillis;

		Load(String prefix, int count) {
			this.prefix = prefix;
			this.count = count;
		}

		void sendTo(Host host) {
			sendTo(List.of(host));
		}

		void sendTo(List<Host> receivers) {
			this.sending.set(true);
			for (int i = 0; i < SENDERS; i++) {
				int sender = i;
				CompletableFuture<Void> future = new CompletableFuture<>();
				Thread thread = new Thread(() -> {
					try {
						send(receivers, sender);
						future.complete(null);
					}
					catch (Throwable ex) {
						future.completeExceptionally(ex);
					}
				});
				thread.setDaemon(true);
				thread.start();
				this.senders.add(future);
			}
		}

		private void send(List<Host> receivers, int sender) throws InterruptedException {
			int turn = sender;
			while (this.sending.get()) {
				String id = this.unacknowledged.poll();
				if (id == null) {
					int number = this.next.getAndIncrement();
					if (number >= this.count || number < 0) {
						return;
					}
					id = this.prefix + number;
				}
				Host receiver = receivers.get(turn++ % receivers.size());
				if (post(receiver, id)) {
					this.acknowledged.add(id);
					Thread.sleep(this.pauseMillis);
				}
				else {
					this.unacknowledged.add(id);
					Thread.sleep(20);
				}
			}
		}

		private boolean post(Host receiver, String id) throws InterruptedException {
			HttpRequest request = HttpRequest
				.newBuilder(URI
					.create("http://localhost:" + receiver.port + "/webhooks/zonitel/sms?token=" + LedgerHost.SECRET))
				.header("Content-Type", "application/json")
				.timeout(Duration.ofSeconds(20))
				.POST(HttpRequest.BodyPublishers
					.ofString("{\"status\":\"received\",\"data\":{\"id\":\"" + id + "\",\"messageText\":\"Hello\"}}"))
				.build();
			long begin = System.nanoTime();
			try {
				int status = CrashTests.this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
				long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
				this.slowestMillis.accumulateAndGet(millis, Math::max);
				assertThat(status).isIn(200, 503);
				if (status == 503) {
					this.refused.incrementAndGet();
				}
				return status == 200;
			}
			catch (IOException ex) {
				this.failed.incrementAndGet();
				return false;
			}
		}

		void awaitAcknowledged(int count) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofMillis(10))
				.until(() -> this.acknowledged.size() >= count);
		}

		void pause() {
			this.sending.set(false);
			CompletableFuture.allOf(this.senders.toArray(CompletableFuture[]::new)).join();
			this.senders.clear();
		}

	}

	/**
	 * What the listeners of all processes have done.
	 */
	private static final class Ledger {

		private final Collection<Host> hosts;

		private final Map<String, List<Handling>> handlings = new HashMap<>();

		private final Map<String, Set<String>> notificationIds = new HashMap<>();

		Ledger(Collection<Host> hosts) throws IOException {
			this.hosts = hosts;
			for (Host host : hosts) {
				read(host);
			}
			assertThat(this.notificationIds.values()).allSatisfy((ids) -> assertThat(ids).hasSize(1));
		}

		private void read(Host host) throws IOException {
			if (!Files.exists(host.ledger)) {
				return;
			}
			Map<String, Long> begun = new HashMap<>();
			for (String line : Files.readAllLines(host.ledger)) {
				String[] parts = line.split(" ");
				if (parts.length < 4) {
					continue;
				}
				long time = Long.parseLong(parts[1]);
				this.notificationIds.computeIfAbsent(parts[2], (id) -> new HashSet<>()).add(parts[3]);
				if (parts[0].equals("begin")) {
					begun.put(parts[2], time);
				}
				else {
					add(parts[2], new Handling(host, begun.remove(parts[2]), time, true));
				}
			}
			begun.forEach((id, time) -> add(id, new Handling(host, time, host.killedAt, false)));
		}

		private void add(String id, Handling handling) {
			this.handlings.computeIfAbsent(id, (key) -> new ArrayList<>()).add(handling);
		}

		Set<String> ids() {
			Set<String> ids = new HashSet<>();
			this.handlings.forEach((id, all) -> {
				if (all.stream().anyMatch(Handling::finished)) {
					ids.add(id);
				}
			});
			return ids;
		}

		long repeated() {
			return this.handlings.values().stream().filter((all) -> all.size() > 1).count();
		}

		long overlapping() {
			return this.handlings.values().stream().filter(Ledger::overlap).count();
		}

		private static boolean overlap(List<Handling> all) {
			return all.stream()
				.anyMatch((one) -> all.stream()
					.anyMatch((other) -> other.host != one.host && other.begin < one.end && one.begin < other.end));
		}

		void delete() throws IOException {
			for (Host host : this.hosts) {
				Files.deleteIfExists(host.ledger);
			}
		}

		private record Handling(Host host, long begin, long end, boolean finished) {

		}

	}

}
