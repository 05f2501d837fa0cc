package com.zonitel.sms.inbox.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.benchmarks.Samples;
import com.zonitel.sms.benchmarks.Wrk;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Throughput of the jdbc inbox on a PostgreSQL of its own with durable commits, beside a
 * controller written by hand that does one INSERT for each request, and beside an inbox
 * written by hand, in one process on one port. With {@code -Dbenchmark.history=1000000}
 * the same with as many notifications handled before, with
 * {@code -Dbenchmark.backlog=1000000} acknowledging while as many wait.
 */
final class InboxBenchmark {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String INBOX = "/webhooks/zonitel/sms?token=" + SECRET;

	private static final String BY_HAND = "/by-hand";

	private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);

	private static final int POOL_SIZE = Integer.getInteger("benchmark.pool", 10);

	private static final int SECONDS = Integer.getInteger("benchmark.seconds", 5);

	private static final List<String> PARTS = List
		.of(System.getProperty("benchmark.parts", "acknowledged,handled,transaction,latency").split(","));

	private static final String LATENCY_BODY = """
			{"status":"received","data":{"id":"latency-%s-%d","messageText":"Hello"}}""";

	private static final int DRAINED = 100_000;

	private static final String WAITING = "select 1 from zonitel_sms_inbox where task_name = 'deliver' limit 1";

	private static final String WAITING_BY_HAND = "select 1 from handwritten_inbox limit 1";

	private final ConfigurableApplicationContext context;

	private final JdbcTemplate jdbc;

	private final Wrk wrk;

	private InboxBenchmark(ConfigurableApplicationContext context) {
		this.context = context;
		this.jdbc = context.getBean(JdbcTemplate.class);
		this.wrk = new Wrk(context);
	}

	public static void main(String[] args) throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("fsync", "on")
			.setServerConfig("shared_buffers", "256MB")
			.setServerConfig("max_wal_size", "2GB")
			.start();
				ConfigurableApplicationContext context = SpringApplication.run(Host.class, "--server.port=0",
						"--spring.main.web-application-type=servlet",
						"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
						"--spring.main.banner-mode=off", "--logging.level.root=warn",
						"--zonitel.sms.webhook.secrets=" + SECRET, "--zonitel.sms.inbox.type=jdbc",
						"--zonitel.sms.inbox.jdbc.initialize-schema=always",
						"--spring.datasource.hikari.maximum-pool-size=" + POOL_SIZE)) {
			new InboxBenchmark(context).run();
		}
	}

	private void run() throws SQLException, InterruptedException {
		this.jdbc.execute("create table by_hand (id varchar(200) primary key, status varchar(20), body text)");
		this.wrk.warmUp(List.of(BY_HAND, HandwrittenInbox.PATH, INBOX), 64);
		awaitDrained();
		double acknowledged = PARTS.contains("acknowledged") ? compareAcknowledged() : 0;
		if (PARTS.contains("handled")) {
			print("\n**acknowledged and handled**, until nothing waits\n\n" + Samples.header("(f)"));
			compareHandled(8);
			compareHandled(64);
		}
		if (PARTS.contains("transaction")) {
			withOpenTransaction();
		}
		if (PARTS.contains("latency")) {
			printLatency();
		}
		int history = Integer.getInteger("benchmark.history", 0);
		if (history > 0) {
			withHistory(history, acknowledged);
		}
		int backlog = Integer.getInteger("benchmark.backlog", 0);
		if (backlog > 0) {
			withBacklog(backlog);
		}
	}

	private void withOpenTransaction() throws SQLException, InterruptedException {
		print("\n**the same while another transaction stays open**\n\n" + Samples.header("(f)"));
		try (Connection report = this.context.getBean(DataSource.class).getConnection();
				Statement statement = report.createStatement()) {
			report.setAutoCommit(false);
			report.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			statement.execute("select 1");
			compareHandled(8);
			report.rollback();
		}
	}

	private double compareAcknowledged() throws InterruptedException {
		print("\n**tomcat, PostgreSQL, fsync and synchronous_commit on**\n\n" + Samples.header("(e)"));
		compare("", 1);
		compare("", 8);
		return compare("", 64);
	}

	private void withHistory(int history, double acknowledged) throws InterruptedException {
		List<Double> drains = new ArrayList<>();
		List<Double> drainsWithHistory = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			this.jdbc.execute("truncate zonitel_sms_seen");
			drains.add(drain());
			remember(history);
			drainsWithHistory.add(drain());
		}
		print("\nWith %,d rows of history: acknowledged %.2f, drained %.2f of the empty table (%s and %s per s)",
				history, compare(", %,d rows of history".formatted(history), 64) / acknowledged,
				median(drainsWithHistory) / median(drains), drains, drainsWithHistory);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private void remember(int history) {
		this.jdbc
			.update("insert into zonitel_sms_seen select gen_random_uuid() || ':received', (extract(epoch from now())"
					+ " * 1000)::bigint - i * 200 from generate_series(1, ?) i", history);
		this.jdbc.execute("vacuum analyze zonitel_sms_seen");
	}

	private void withBacklog(int backlog) throws InterruptedException {
		JdbcSmsInbox inbox = this.context.getBean(JdbcSmsInbox.class);
		inbox.stop();
		fill(backlog);
		inbox.start();
		long before = Host.handled.sum();
		Wrk.Load load = this.wrk.send(INBOX, 64, 4 * SECONDS);
		print("\nWith a backlog of %,d: acknowledged %.0f per s, delivered %d per s meanwhile, %d errors", backlog,
				load.perSecond(), (Host.handled.sum() - before) / (4 * SECONDS), load.errors());
	}

	private double compare(String what, int connections) throws InterruptedException {
		this.wrk.warmUp(List.of(BY_HAND, INBOX), connections);
		awaitDrained();
		Samples byHand = new Samples();
		Samples inbox = new Samples();
		for (int i = 0; i < ROUNDS; i++) {
			byHand.add(() -> this.wrk.send(BY_HAND, connections, SECONDS));
			inbox.add(() -> this.wrk.send(INBOX, connections, SECONDS));
			awaitDrained();
		}
		print(byHand.row("(e) one INSERT by hand" + what, connections, byHand));
		print(inbox.row("(d) starter, jdbc" + what, connections, byHand));
		return inbox.perSecond();
	}

	private void compareHandled(int connections) throws InterruptedException {
		this.wrk.warmUp(List.of(HandwrittenInbox.PATH, INBOX), connections);
		awaitDrained();
		awaitNone(WAITING_BY_HAND);
		Samples byHand = new Samples();
		Samples inbox = new Samples();
		for (int i = 0; i < ROUNDS; i++) {
			byHand.add(() -> handled(HandwrittenInbox.PATH, connections, WAITING_BY_HAND));
			inbox.add(() -> handled(INBOX, connections, WAITING));
		}
		print(byHand.row("(f) an inbox by hand, handled", connections, byHand));
		print(inbox.row("(d) starter, jdbc, handled", connections, byHand));
	}

	private Wrk.Load handled(String path, int connections, String waiting) {
		long begin = System.nanoTime();
		Wrk.Load load = this.wrk.send(path, connections, SECONDS);
		awaitNone(waiting);
		double seconds = (System.nanoTime() - begin) / 1e9;
		return new Wrk.Load(load.requests(), load.requests() / seconds, load.errors(), load.p50(), load.p99(),
				load.p999(), load.max());
	}

	/**
	 * Print the time from the acknowledgement, which follows the commit, until the
	 * listener is called, at 20 notifications a second.
	 */
	private void printLatency() throws InterruptedException {
		for (String path : List.of(INBOX, HandwrittenInbox.PATH)) {
			List<Double> millis = new ArrayList<>();
			HttpClient client = HttpClient.newHttpClient();
			for (int i = 0; i < 200; i++) {
				long before = Host.handled.sum();
				try {
					client.send(HttpRequest
						.newBuilder(URI.create("http://localhost:"
								+ this.context.getEnvironment().getRequiredProperty("local.server.port") + path))
						.header("Content-Type", "application/json")
						.POST(HttpRequest.BodyPublishers.ofString(LATENCY_BODY.formatted(path.hashCode(), i)))
						.build(), HttpResponse.BodyHandlers.discarding());
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				long acknowledged = System.nanoTime();
				while (Host.handled.sum() == before) {
					Thread.onSpinWait();
				}
				millis.add(Math.max(0, Host.handledAt - acknowledged) / 1e6);
				TimeUnit.MILLISECONDS.sleep(50);
			}
			print("\nAcknowledged to handled at 20 a second, %s: %.1f ms at p50", path.split("\\?")[0], median(millis));
		}
	}

	private double drain() throws InterruptedException {
		JdbcSmsInbox inbox = this.context.getBean(JdbcSmsInbox.class);
		inbox.stop();
		fill(DRAINED);
		long begin = System.nanoTime();
		inbox.start();
		awaitDrained();
		return Math.round(DRAINED * 1e9 / (System.nanoTime() - begin));
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

	private void awaitDrained() {
		awaitNone(WAITING);
	}

	private void awaitNone(String waiting) {
		while (!this.jdbc.queryForList(waiting).isEmpty()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	private static void print(String format, Object... args) {
		System.out.println((args.length > 0) ? format.formatted(args) : format);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ByHand.class, HandwrittenInbox.class })
	static class Host {

		static final LongAdder handled = new LongAdder();

		static volatile long handledAt;

		@EventListener
		void on(SmsEvent event) {
			handledAt = System.nanoTime();
			handled.increment();
		}

		@EventListener
		void on(HandwrittenInbox.Waiting event) {
			handledAt = System.nanoTime();
			handled.increment();
		}

	}

	@RestController
	static class ByHand {

		private final JdbcTemplate jdbc;

		ByHand(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@PostMapping(BY_HAND)
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
