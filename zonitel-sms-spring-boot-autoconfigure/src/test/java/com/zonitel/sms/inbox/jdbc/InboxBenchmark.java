package com.zonitel.sms.inbox.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zonitel.sms.SmsEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Measures the inbox on PostgreSQL with durable commits, beside a controller that does
 * what a team would write by hand: one INSERT for each request. Needs {@code wrk}; see
 * {@code scripts/inbox-benchmark.sh}.
 */
final class InboxBenchmark {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

	private static final Pattern ERRORS = Pattern.compile("(Non-2xx.*|Socket errors.*)");

	private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);

	private static final int SECONDS = Integer.getInteger("benchmark.seconds", 10);

	private final Path script;

	private final JdbcTemplate jdbc;

	private final int port;

	private int runs;

	private InboxBenchmark(Path script, JdbcTemplate jdbc, int port) {
		this.script = script;
		this.jdbc = jdbc;
		this.port = port;
	}

	public static void main(String[] args) throws Exception {
		Path directory = Files.createTempDirectory("inbox-benchmark");
		Path script = directory.resolve("post.lua");
		Files.writeString(script, """
				local threads = 0
				function setup(thread) thread:set("number", threads) threads = threads + 1 end
				function init(args) prefix = args[1] count = 0 end
				function request()
					count = count + 1
					return wrk.format("POST", nil, {["Content-Type"] = "application/json"},
						'{"status":"received","data":{"id":"' .. prefix .. number .. "-" .. count ..
						'","segments":1,"direction":"inbound","messageText":"Hello, this is a test SMS",' ..
						'"from":"+10000000010","to":"+10000000020","medias":[]},' ..
						'"message":"SMS message received successfully"}')
				end
				""");
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("fsync", "on")
			.setServerConfig("shared_buffers", "256MB")
			.setServerConfig("max_wal_size", "2GB")
			.start();
				ConfigurableApplicationContext context = SpringApplication.run(Host.class, "--server.port=0",
						"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
						"--spring.main.banner-mode=off", "--logging.level.root=warn",
						"--zonitel.sms.webhook.secrets=" + SECRET, "--zonitel.sms.inbox.type=jdbc",
						"--zonitel.sms.inbox.jdbc.initialize-schema=always")) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("create table by_hand (id varchar(200) primary key, status varchar(20), body text)");
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			new InboxBenchmark(script, jdbc, port).run(context);
		}
	}

	private void run(ConfigurableApplicationContext context) throws Exception {
		print("fsync = %s, synchronous_commit = %s", this.jdbc.queryForObject("show fsync", String.class),
				this.jdbc.queryForObject("show synchronous_commit", String.class));
		load("/by-hand", 64, 5);
		load("/webhooks/zonitel/sms?token=" + SECRET, 64, 5);
		awaitDrained();
		compare("empty history", 64);
		compare("empty history", 8);
		print("drain of 100,000, empty history: %d per s", drain(context, 100_000));
		this.jdbc.update("truncate zonitel_sms_seen, by_hand");
		this.jdbc
			.update("insert into zonitel_sms_seen select gen_random_uuid() || ':received', (extract(epoch from now())"
					+ " * 1000)::bigint - i * 200 from generate_series(1, 1000000) i");
		this.jdbc.update("insert into by_hand select gen_random_uuid() || ':received', 'received', 'x' from"
				+ " generate_series(1, 1000000) i");
		this.jdbc.execute("vacuum analyze");
		compare("1,000,000 rows of history", 64);
		print("drain of 100,000, 1,000,000 rows of history: %d per s", drain(context, 100_000));
		if (Boolean.getBoolean("benchmark.backlog")) {
			backlog(context);
		}
	}

	private void backlog(ConfigurableApplicationContext context) throws Exception {
		JdbcSmsInbox inbox = context.getBean(JdbcSmsInbox.class);
		inbox.stop();
		fill(1_000_000);
		inbox.start();
		long before = Host.handled.get();
		double rate = load("/webhooks/zonitel/sms?token=" + SECRET, 64, SECONDS);
		print("backlog of 1,000,000: acknowledged %.0f per s, delivered %d per s meanwhile", rate,
				(Host.handled.get() - before) / SECONDS);
	}

	private void compare(String what, int connections) throws Exception {
		double[] byHand = new double[ROUNDS];
		double[] inbox = new double[ROUNDS];
		for (int i = 0; i < ROUNDS; i++) {
			byHand[i] = load("/by-hand", connections, SECONDS);
			long before = Host.handled.get();
			inbox[i] = load("/webhooks/zonitel/sms?token=" + SECRET, connections, SECONDS);
			long meanwhile = Host.handled.get() - before;
			long begin = System.nanoTime();
			awaitDrained();
			print("  round %d: by hand %.0f, inbox %.0f per s; delivered meanwhile %d per s, rest drained in %d ms",
					i + 1, byHand[i], inbox[i], meanwhile / SECONDS,
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
		}
		Arrays.sort(byHand);
		Arrays.sort(inbox);
		print("%s, %d connections: by hand %.0f, inbox %.0f acknowledged per s, ratio %.2f", what, connections,
				byHand[ROUNDS / 2], inbox[ROUNDS / 2], inbox[ROUNDS / 2] / byHand[ROUNDS / 2]);
	}

	private double load(String path, int connections, int seconds) throws IOException, InterruptedException {
		Process wrk = new ProcessBuilder("wrk", "-t", "2", "-c", String.valueOf(connections), "-d", seconds + "s", "-s",
				this.script.toString(), "http://localhost:" + this.port + path, "--", "r" + this.runs++ + "-")
			.redirectErrorStream(true)
			.start();
		String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Matcher errors = ERRORS.matcher(output);
		if (errors.find()) {
			print("  %s: %s", path.split("\\?")[0], errors.group());
		}
		Matcher rate = RATE.matcher(output);
		if (wrk.waitFor() != 0 || !rate.find()) {
			throw new IllegalStateException(output);
		}
		return Double.parseDouble(rate.group(1));
	}

	private long drain(ConfigurableApplicationContext context, int count) throws InterruptedException {
		JdbcSmsInbox inbox = context.getBean(JdbcSmsInbox.class);
		inbox.stop();
		fill(count);
		long begin = System.nanoTime();
		inbox.start();
		awaitDrained();
		return count * 1_000L / TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
	}

	private void fill(int count) {
		byte[] data = new StoredNotificationSerializer().serialize(new StoredNotification(Instant.now(), Map.of(),
				"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"messageText\":\"Hello, this is a test SMS\"}}"
					.getBytes(StandardCharsets.UTF_8),
				null));
		this.jdbc.update("insert into zonitel_sms_inbox (task_name, task_instance, task_data, execution_time, picked,"
				+ " version) select 'deliver', gen_random_uuid() || ':received', ?, now(), false, 1 from"
				+ " generate_series(1, ?)", data, count);
		this.jdbc.execute("vacuum analyze zonitel_sms_inbox");
	}

	private void awaitDrained() throws InterruptedException {
		while (!this.jdbc.queryForList("select 1 from zonitel_sms_inbox where task_name = 'deliver' limit 1")
			.isEmpty()) {
			Thread.sleep(50);
		}
	}

	private static void print(String format, Object... args) {
		System.out.printf(format + "%n", args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ByHand.class)
	static class Host {

		static final AtomicLong handled = new AtomicLong();

		@EventListener
		void on(SmsEvent event) {
			handled.incrementAndGet();
		}

	}

	@RestController
	static class ByHand {

		private final JdbcTemplate jdbc;

		ByHand(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@PostMapping("/by-hand")
		void receive(@RequestBody Notification notification) {
			this.jdbc.update("insert into by_hand (id, status, body) values (?, ?, ?)",
					notification.data().id() + ":" + notification.status(), notification.status(),
					notification.data().messageText());
		}

	}

	record Notification(String status, Data data) {

	}

	record Data(String id, String messageText) {

	}

}
