package com.zonitel.sms.inbox.jdbc;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import com.zonitel.sms.FreePorts;
import com.zonitel.sms.inbox.Receipt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.Driver;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcSmsInbox} on MariaDB, where Debian's {@code mariadb-server} is
 * installed.
 */
@Tag("extended")
class MariaDbJdbcSmsInboxTests extends AbstractJdbcSmsInboxTests {

	private static final Path SERVER = Path.of("/usr/sbin/mariadbd");

	@TempDir
	private static Path directory;

	private static Process server;

	private static String url;

	@BeforeAll
	static void startServer() throws Exception {
		boolean required = Boolean.parseBoolean(System.getenv("MARIADB_REQUIRED"));
		Assumptions.assumeTrue(required || Files.isExecutable(SERVER), "no MariaDB on this machine: " + SERVER);
		Path data = directory.resolve("data");
		assertThat(run("mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal",
				"--skip-test-db", "--user=root", "--datadir=" + data)
			.waitFor(60, TimeUnit.SECONDS)).isTrue();
		int port = FreePorts.find();
		server = run(SERVER.toString(), "--no-defaults", "--user=root", "--datadir=" + data,
				"--socket=" + directory.resolve("socket"), "--port=" + port, "--bind-address=127.0.0.1",
				"--pid-file=" + directory.resolve("pid"), "--innodb-buffer-pool-size=64M");
		url = "jdbc:mariadb://127.0.0.1:" + port + "/mysql?user=root";
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.untilAsserted(() -> new Driver().connect(url, new Properties()).close());
	}

	private static Process run(String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile());
		builder.environment().put("TZ", summerTimeThatEndsSoon());
		return builder.start();
	}

	/**
	 * Return a time zone in which summer time ends in half an hour, so that the local
	 * time comes twice.
	 */
	private static String summerTimeThatEndsSoon() {
		ZonedDateTime end = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(90);
		return "WINTER0SUMMER,0/0,%d/%d:%02d".formatted(end.getDayOfYear() - 1, end.getHour(), end.getMinute());
	}

	@AfterAll
	static void stopServer() throws InterruptedException {
		if (server != null) {
			server.destroy();
			server.waitFor(60, TimeUnit.SECONDS);
		}
	}

	@Test
	void acceptsAgainSoonAfterConnectionsHaveGoneSilent() throws Exception {
		assertThatSilentConnectionsAreReplaced(port(), MariaDbJdbcSmsInboxTests::connect, false);
	}

	@Test
	void acceptsAgainSoonAfterConnectionsThatDoNotCommitByThemselvesHaveGoneSilent() throws Exception {
		assertThatSilentConnectionsAreReplaced(port(), (port) -> {
			HikariDataSource pool = connect(port);
			pool.setAutoCommit(false);
			return pool;
		}, false);
	}

	@Test
	void goesByTheClockOfTheDatabaseAlsoInTheHourAtWhichItIsPutBack(CapturedOutput output) {
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		await().until(() -> this.handled.size() == 1);
		assertThat(output).doesNotContain("The clock of this machine differs");
	}

	@Test
	void duplicatesAreNotLogged(CapturedOutput output) {
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.DUPLICATE);
		assertThat(output).doesNotContain("Duplicate entry");
	}

	@Override
	HikariDataSource connect() {
		return connect(port());
	}

	private static int port() {
		return URI.create(url.substring("jdbc:".length())).getPort();
	}

	private static HikariDataSource connect(int port) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url.replaceFirst(":[0-9]+/", ":" + port + "/"));
		return pool;
	}

	@Override
	String platform() {
		return "mariadb";
	}

}
