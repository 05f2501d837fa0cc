package com.zonitel.sms.inbox.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link JdbcSmsInbox}, to be run on every kind of database.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractJdbcSmsInboxTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final SmsNotificationParser parser = new SmsNotificationParser();

	private final List<JdbcSmsInbox> inboxes = new ArrayList<>();

	private final List<SmsEvent> handled = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch release = new CountDownLatch(1);

	private HikariDataSource pool = new HikariDataSource();

	UnreliableDataSource dataSource = new UnreliableDataSource(this.pool);

	JdbcTemplate jdbc = new JdbcTemplate();

	/**
	 * Connect to an empty database.
	 * @return the pool of connections
	 */
	abstract HikariDataSource connect();

	/**
	 * Return the name by which Boot knows the kind of database.
	 * @return the name of the platform
	 */
	abstract String platform();

	@BeforeEach
	void createTables() {
		this.pool = connect();
		this.dataSource = new UnreliableDataSource(this.pool);
		this.jdbc = new JdbcTemplate(this.pool);
		ResourceDatabasePopulator script = new ResourceDatabasePopulator(
				new ClassPathResource("com/zonitel/sms/inbox/jdbc/schema-" + platform() + ".sql"));
		script.execute(this.pool);
		script.execute(this.pool);
	}

	@AfterEach
	void dropTables() {
		this.release.countDown();
		this.dataSource.available.set(true);
		this.inboxes.forEach(JdbcSmsInbox::stop);
		this.jdbc.execute("drop table zonitel_sms_inbox");
		this.jdbc.execute("drop table zonitel_sms_seen");
		this.pool.close();
	}

	@Test
	void acceptedNotificationReachesListenersAsItWasReceived() {
		JdbcSmsInbox inbox = open(this.handled::add);
		String json = "{\"status\":\"received\",\"data\":{\"id\":\"1\",\"messageText\":\"Grüße \\u0000\",\"x\":1.50}}";
		SmsNotification notification = parse(json);
		assertThat(receipt(inbox.accept(notification))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(this.handled).containsExactly(notification.event()));
		await().untilAsserted(() -> assertThat(rows("deliver")).isZero());
	}

	@Test
	void bigNotificationIsKept() {
		JdbcSmsInbox inbox = open(this.handled::add);
		String text = "x".repeat(1_000_000);
		assertThat(receipt(inbox
			.accept(parse("{\"status\":\"received\",\"data\":{\"id\":\"1\",\"messageText\":\"" + text + "\"}}"))))
			.isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(this.handled).hasSize(1));
		assertThat(this.handled.get(0)).isInstanceOfSatisfying(SmsReceivedEvent.class,
				(event) -> assertThat(event.message().text()).isEqualTo(text));
	}

	@Test
	void redeliveriesToTwoInstancesFromManyThreadsReachListenersOnce() throws Exception {
		List<JdbcSmsInbox> instances = List.of(open(this.handled::add), open(this.handled::add));
		ExecutorService senders = Executors.newFixedThreadPool(32);
		List<Future<Receipt>> receipts = new ArrayList<>();
		for (int i = 0; i < 4_000; i++) {
			JdbcSmsInbox inbox = instances.get(i % 2);
			String id = "same" + i % 20;
			receipts.add(senders.submit(() -> receipt(inbox.accept(received(id)))));
		}
		List<Receipt> results = new ArrayList<>();
		for (Future<Receipt> receipt : receipts) {
			results.add(receipt.get(60, TimeUnit.SECONDS));
		}
		senders.shutdown();
		assertThat(results).containsOnly(Receipt.ACCEPTED, Receipt.DUPLICATE);
		assertThat(results).filteredOn(Receipt.ACCEPTED::equals).hasSize(20);
		await().untilAsserted(() -> assertThat(rows("deliver")).isZero());
		assertThat(handledIds()).hasSize(20).doesNotHaveDuplicates();
	}

	@Test
	void duplicateOfHandledNotificationIsAcknowledgedAndNotDelivered() {
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(rows("deliver")).isZero());
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.DUPLICATE);
		assertThat(rows("deliver")).isZero();
		assertThat(handledIds()).containsExactly("1:received");
	}

	@Test
	void duplicateOfWaitingNotificationIsAcknowledged() {
		JdbcSmsInbox inbox = open((event) -> awaitRelease());
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.DUPLICATE);
		assertThat(rows("deliver")).isOne();
	}

	@Test
	void identifiersThatDifferInCaseAreNotTheSame() {
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(receipt(inbox.accept(received("abc")))).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(inbox.accept(received("ABC")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(handledIds()).containsExactlyInAnyOrder("abc:received", "ABC:received"));
	}

	@Test
	void failedDeliveryIsRepeatedAndHoldsUpNoOther(CapturedOutput output) {
		Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
		JdbcSmsInbox inbox = open((event) -> {
			int attempt = attempts.computeIfAbsent(event.notificationId(), (id) -> new AtomicInteger())
				.incrementAndGet();
			if (event.notificationId().startsWith("bad") && attempt < 3) {
				throw new IllegalStateException("canary");
			}
			this.handled.add(event);
		});
		for (int i = 0; i < 50; i++) {
			inbox.accept(received("bad" + i));
		}
		assertThat(receipt(inbox.accept(received("good")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(this.handled).hasSize(51));
		assertThat(attempts.get("good:received")).hasValue(1);
		assertThat(attempts.get("bad0:received")).hasValue(3);
		await().untilAsserted(() -> assertThat(rows("deliver")).isZero());
		assertThat(output)
			.contains("Listener failed for SMS notification 'bad0:received' (attempt 1 of 4): next attempt in")
			.contains("java.lang.IllegalStateException")
			.doesNotContain("canary");
	}

	@Test
	@EnabledIfSystemProperty(named = "crash.long", matches = "true")
	void listenerThatFailsForTenMinutesHoldsUpNoOther() {
		Instant healthyAt = Instant.now().plus(Duration.ofMinutes(10));
		JdbcSmsInbox inbox = open("zonitel_sms_",
				new RetrySchedule(500, Duration.ofMillis(100), 2, Duration.ofSeconds(5)), (event) -> {
					if (event.notificationId().startsWith("bad") && Instant.now().isBefore(healthyAt)) {
						throw new IllegalStateException();
					}
					this.handled.add(event);
				});
		for (int i = 0; i < 50; i++) {
			inbox.accept(received("bad" + i));
		}
		long slowest = 0;
		int good = 0;
		while (Instant.now().isBefore(healthyAt)) {
			int expected = ++good;
			long begin = System.nanoTime();
			assertThat(receipt(inbox.accept(received("good" + good)))).isEqualTo(Receipt.ACCEPTED);
			await().pollInterval(Duration.ofMillis(5)).until(() -> this.handled.size() >= expected);
			slowest = Math.max(slowest, System.nanoTime() - begin);
			LockSupport.parkNanos(200_000_000);
		}
		int all = good + 50;
		await().untilAsserted(() -> assertThat(this.handled).hasSize(all));
		System.out.println("a listener that fails for 10 minutes: %d others, the slowest handled after %d ms"
			.formatted(good, TimeUnit.NANOSECONDS.toMillis(slowest)));
		assertThat(TimeUnit.NANOSECONDS.toSeconds(slowest)).isLessThan(5);
	}

	@Test
	void poisonBecomesDeadLetterThatCanBeRequeuedOrDiscarded(CapturedOutput output) {
		AtomicBoolean healthy = new AtomicBoolean();
		JdbcSmsInbox inbox = open((event) -> {
			if (!healthy.get()) {
				throw new IllegalArgumentException("canary");
			}
			this.handled.add(event);
		});
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		SmsNotification first = received("1");
		List.of(first, received("2"), received("3"))
			.forEach((it) -> assertThat(receipt(inbox.accept(it))).isEqualTo(Receipt.ACCEPTED));
		await().untilAsserted(() -> assertThat(deadLetters.list(10)).hasSize(3));
		assertThat(deadLetters.list(2)).hasSize(2);
		assertThat(deadLetters.list(10)).extracting(SmsDeadLetter::deadSince).isSorted();
		SmsDeadLetter letter = deadLetters.list(10)
			.stream()
			.filter((it) -> it.notificationId().equals("1:received"))
			.findFirst()
			.orElseThrow();
		assertThat(letter.attempts()).isEqualTo(4);
		assertThat(letter.failure()).isEqualTo("java.lang.IllegalArgumentException");
		assertThat(letter.receivedAt()).isEqualTo(first.receivedAt());
		assertThat(letter.deadSince()).isBetween(first.receivedAt(), Instant.now());
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.DUPLICATE);
		healthy.set(true);
		assertThat(deadLetters.requeue("unknown:received")).isFalse();
		assertThat(deadLetters.requeue("1:received")).isTrue();
		assertThat(deadLetters.requeue("1:received")).isFalse();
		await().untilAsserted(() -> assertThat(this.handled).containsExactly(first.event()));
		assertThat(deadLetters.discard("2:received")).isTrue();
		assertThat(deadLetters.discard("2:received")).isFalse();
		assertThat(deadLetters.requeueAll()).isOne();
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("1:received", "3:received"));
		assertThat(deadLetters.list(10)).isEmpty();
		assertThat(output).contains("SMS notification '1:received' (attempt 4 of 4): it is kept as a dead letter")
			.doesNotContain("canary");
	}

	@Test
	void requeuedDeadLetterThatFailsAgainHasAFreshCountOfAttempts() {
		AtomicInteger attempts = new AtomicInteger();
		JdbcSmsInbox inbox = open((event) -> {
			attempts.incrementAndGet();
			throw new IllegalArgumentException();
		});
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		inbox.accept(received("1"));
		await().untilAsserted(() -> assertThat(deadLetters.list(10)).hasSize(1));
		assertThat(deadLetters.requeueAll()).isOne();
		await().untilAsserted(() -> assertThat(attempts).hasValue(8));
		await().untilAsserted(
				() -> assertThat(deadLetters.list(10)).extracting(SmsDeadLetter::attempts).containsExactly(4));
	}

	@Test
	void stopLetsRunningDeliveriesFinishAndLeavesTheRestToOthers() throws Exception {
		AtomicInteger running = new AtomicInteger();
		JdbcSmsInbox first = open((event) -> {
			running.incrementAndGet();
			awaitRelease();
			this.handled.add(event);
		});
		for (int i = 0; i < 100; i++) {
			assertThat(receipt(first.accept(received("n" + i)))).isEqualTo(Receipt.ACCEPTED);
		}
		await().until(() -> running.get() == 4);
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		first.stop(() -> stopped.complete(null));
		await().until(() -> receipt(first.accept(received("late"))) == Receipt.UNAVAILABLE);
		assertThat(stopped).isNotDone();
		this.release.countDown();
		assertThat(stopped).succeedsWithin(LONG);
		assertThat(this.handled.size()).isLessThan(100);
		assertThat(this.jdbc.queryForObject("select count(*) from zonitel_sms_inbox where picked_by is not null",
				Long.class))
			.isZero();
		open(this.handled::add);
		await().untilAsserted(() -> assertThat(handledIds()).hasSize(100));
		assertThat(handledIds()).doesNotHaveDuplicates().doesNotContain("late:received");
	}

	@Test
	void restartsAfterItWasStopped() {
		JdbcSmsInbox inbox = open(this.handled::add);
		inbox.stop();
		assertThat(inbox.isRunning()).isFalse();
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.UNAVAILABLE);
		inbox.start();
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(this.handled).hasSize(1));
	}

	@Test
	void twoInstancesShareABacklog() {
		JdbcSmsInbox first = open((event) -> {
			throw new IllegalStateException();
		});
		List<CompletionStage<Receipt>> receipts = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			receipts.add(first.accept(received("n" + i)));
		}
		receipts.forEach((receipt) -> assertThat(receipt(receipt)).isEqualTo(Receipt.ACCEPTED));
		first.stop();
		Set<String> handlers = ConcurrentHashMap.newKeySet();
		for (String name : List.of("a", "b")) {
			open((event) -> {
				handlers.add(name);
				pause();
				this.handled.add(event);
			});
		}
		await().untilAsserted(() -> assertThat(handledIds()).hasSize(500));
		assertThat(handledIds()).doesNotHaveDuplicates();
		assertThat(handlers).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void deliveryOfAProcessThatEndedIsTakenOverAndCounted(CapturedOutput output) {
		JdbcSmsInbox inbox = open((event) -> {
			throw new IllegalStateException();
		});
		assertThat(receipt(inbox.accept(received("once")))).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(inbox.accept(received("often")))).isEqualTo(Receipt.ACCEPTED);
		inbox.stop();
		this.jdbc
			.update("update zonitel_sms_inbox set picked = ?, picked_by = 'gone/1', last_heartbeat = execution_time,"
					+ " consecutive_failures = 1 where task_instance = 'once:received'", true);
		this.jdbc
			.update("update zonitel_sms_inbox set picked = ?, picked_by = 'gone/1', last_heartbeat = execution_time,"
					+ " consecutive_failures = 3 where task_instance = 'often:received'", true);
		JdbcSmsInbox other = open(this.handled::add);
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("once:received"));
		await().untilAsserted(() -> assertThat(new JdbcSmsDeadLetters(other).list(10)).singleElement()
			.satisfies((letter) -> assertThat(letter.attempts()).isEqualTo(4))
			.satisfies((letter) -> assertThat(letter.failure()).isNull()));
		assertThat(output).contains("'once:received' is taken over from gone/1")
			.contains("The process ended during attempt 4 of 4 to deliver SMS notification 'often:received'");
	}

	@Test
	void effectsOfListenersInATransactionAreCommittedWithTheRemovalOrNotAtAll() {
		this.jdbc.execute("create table effect (id varchar(200))");
		try {
			JdbcTemplate host = new JdbcTemplate(this.dataSource);
			AtomicInteger attempts = new AtomicInteger();
			List<Long> leftBeforeCommit = new CopyOnWriteArrayList<>();
			JdbcSmsInbox inbox = open("zonitel_sms_",
					new RetrySchedule(4, Duration.ofMillis(100), 2, Duration.ofSeconds(1)),
					new TransactionTemplate(new JdbcTransactionManager(this.dataSource)), (event) -> {
						host.update("insert into effect (id) values (?)", event.notificationId());
						Assert.state(attempts.incrementAndGet() > 1, "first attempt");
						TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

							@Override
							public void beforeCommit(boolean readOnly) {
								leftBeforeCommit.addAll(host.queryForList(
										"select count(*) from zonitel_sms_inbox where task_name = 'deliver'",
										Long.class));
							}

						});
					});
			assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
			await().until(() -> rows("deliver") == 0);
			assertThat(attempts).hasValue(2);
			assertThat(leftBeforeCommit).containsExactly(0L);
			assertThat(this.jdbc.queryForList("select id from effect", String.class)).containsExactly("1:received");
		}
		finally {
			this.inboxes.forEach(JdbcSmsInbox::stop);
			this.jdbc.execute("drop table effect");
		}
	}

	@Test
	void forgetsWhatWasHandledLongAgoButNotWhatIsStillKept() {
		JdbcSmsInbox inbox = open((event) -> {
			if (event.notificationId().startsWith("poison")) {
				throw new IllegalStateException();
			}
		});
		List<CompletionStage<Receipt>> receipts = new ArrayList<>();
		for (int i = 0; i < 510; i++) {
			receipts.add(inbox.accept(received("n" + i)));
		}
		receipts.add(inbox.accept(received("poison")));
		receipts.forEach((receipt) -> assertThat(receipt(receipt)).isEqualTo(Receipt.ACCEPTED));
		await().untilAsserted(() -> assertThat(rows("deliver")).isZero());
		InboxDatabase database = inbox.engine().database();
		assertThat(database.forgetSeenBefore(Instant.now().minus(1, ChronoUnit.HOURS))).isZero();
		assertThat(database.forgetSeenBefore(Instant.now().plusSeconds(1))).isEqualTo(510);
		assertThat(receipt(inbox.accept(received("n0")))).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(inbox.accept(received("poison")))).isEqualTo(Receipt.DUPLICATE);
	}

	@Test
	void tellsWhatItHolds() {
		JdbcSmsInbox inbox = open((event) -> {
			if (event.notificationId().startsWith("poison")) {
				throw new IllegalStateException();
			}
			awaitRelease();
		});
		SmsNotification waiting = received("1");
		inbox.accept(waiting);
		inbox.accept(received("2"));
		inbox.accept(received("poison"));
		InboxDatabase database = inbox.engine().database();
		await().untilAsserted(() -> assertThat(database.status()).satisfies((status) -> {
			assertThat(status.pending()).isEqualTo(2);
			assertThat(status.dead()).isOne();
			assertThat(status.oldestReceivedAt()).isCloseTo(waiting.receivedAt(), within(1, ChronoUnit.MILLIS));
		}));
		this.release.countDown();
		await().untilAsserted(() -> assertThat(database.status()).isEqualTo(new SmsInboxStatus(0, null, 1)));
		await().untilAsserted(() -> assertThat(inbox.status()).isNotNull());
	}

	@Test
	void refusesWhileTheDatabaseIsAwayAndRecovers() {
		JdbcSmsInbox inbox = open(this.handled::add);
		this.dataSource.available.set(false);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> receipt(inbox.accept(received("1"))));
		this.dataSource.available.set(true);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(this.handled).hasSize(1));
	}

	@Test
	void outcomeOfADeliveryIsNotForgottenWhileTheDatabaseIsAway() {
		JdbcSmsInbox inbox = open((event) -> {
			this.handled.add(event);
			this.dataSource.available.set(false);
		});
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(this.handled).hasSize(1));
		await().until(() -> this.dataSource.refused.get() > 3);
		assertThat(rows("deliver")).isOne();
		this.dataSource.available.set(true);
		await().untilAsserted(() -> assertThat(rows("deliver")).isZero());
		assertThat(this.handled).hasSize(1);
	}

	@Test
	void opensOnceTheDatabaseIsThere(CapturedOutput output) {
		this.dataSource.available.set(false);
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(inbox.isRunning()).isTrue();
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.UNAVAILABLE);
		assertThat(output).contains("The database of the SMS inbox cannot be reached");
		this.dataSource.available.set(true);
		await().untilAsserted(
				() -> assertThat(receipt(inbox.accept(received("1")))).isIn(Receipt.ACCEPTED, Receipt.DUPLICATE));
		await().untilAsserted(() -> assertThat(this.handled).hasSize(1));
	}

	@Test
	void refusesAtOnceBeyondItsCapacity() throws Exception {
		JdbcSmsInbox inbox = open(this.handled::add);
		List<Connection> connections = new ArrayList<>();
		try {
			for (int i = 0; i < this.pool.getMaximumPoolSize(); i++) {
				connections.add(this.pool.getConnection());
			}
			List<CompletionStage<Receipt>> receipts = new ArrayList<>();
			for (int i = 0; i < 2_000; i++) {
				receipts.add(inbox.accept(received("n" + i)));
			}
			assertThat(receipts).filteredOn((receipt) -> receipt.toCompletableFuture().isDone())
				.hasSizeGreaterThan(500)
				.allSatisfy((receipt) -> assertThat(receipt(receipt)).isEqualTo(Receipt.UNAVAILABLE));
		}
		finally {
			for (Connection connection : connections) {
				connection.close();
			}
		}
		await().untilAsserted(
				() -> assertThat(receipt(inbox.accept(received("later")))).isIn(Receipt.ACCEPTED, Receipt.DUPLICATE));
	}

	@Test
	void missingTableFailsTheStart() {
		assertThatExceptionOfType(MissingInboxTableException.class)
			.isThrownBy(() -> open("elsewhere_", this.handled::add))
			.satisfies((ex) -> assertThat(ex.getTable()).isEqualTo("elsewhere_inbox"));
	}

	JdbcSmsInbox open(Consumer<SmsEvent> listener) {
		return open("zonitel_sms_", listener);
	}

	private JdbcSmsInbox open(String tablePrefix, Consumer<SmsEvent> listener) {
		return open(tablePrefix, new RetrySchedule(4, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), listener);
	}

	private JdbcSmsInbox open(String tablePrefix, RetrySchedule retry, Consumer<SmsEvent> listener) {
		return open(tablePrefix, retry, null, listener);
	}

	private JdbcSmsInbox open(String tablePrefix, RetrySchedule retry, @Nullable TransactionOperations transaction,
			Consumer<SmsEvent> listener) {
		JdbcInboxSettings settings = new JdbcInboxSettings(tablePrefix, 4, false, 1_000, Duration.ofSeconds(4),
				Duration.ofDays(3), retry, Duration.ofMillis(200), Duration.ofSeconds(3), Duration.ofSeconds(20));
		JdbcSmsInbox inbox = new JdbcSmsInbox(this.dataSource, settings,
				new SmsEventPublisher((event) -> listener.accept((SmsEvent) event)), transaction);
		this.inboxes.add(inbox);
		inbox.start();
		return inbox;
	}

	SmsNotification received(String id) {
		return parse("{\"status\":\"received\",\"data\":{\"id\":\"%s\"}}".formatted(id));
	}

	private SmsNotification parse(String json) {
		try {
			return this.parser.parse(json.getBytes(StandardCharsets.UTF_8), Instant.now(), CallerContext.EMPTY);
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Receipt receipt(CompletionStage<Receipt> stage) {
		return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
	}

	private List<String> handledIds() {
		synchronized (this.handled) {
			return this.handled.stream().map(SmsEvent::notificationId).toList();
		}
	}

	long rows(String taskName) {
		Long rows = this.jdbc.queryForObject("select count(*) from zonitel_sms_inbox where task_name = ?", Long.class,
				taskName);
		assertThat(rows).isNotNull();
		return rows;
	}

	ConditionFactory await() {
		return Awaitility.await().atMost(LONG);
	}

	private void awaitRelease() {
		try {
			assertThat(this.release.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void pause() {
		try {
			Thread.sleep(2);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Data source that refuses connections when told so.
	 */
	static final class UnreliableDataSource extends DelegatingDataSource {

		private final AtomicBoolean available = new AtomicBoolean(true);

		private final AtomicInteger refused = new AtomicInteger();

		UnreliableDataSource(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (!this.available.get()) {
				this.refused.incrementAndGet();
				throw new SQLException("away", "08001");
			}
			return super.getConnection();
		}

	}

}
