package com.zonitel.sms.inbox.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zonitel.sms.FailingAppender;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.inbox.jdbc.JdbcInboxSettings.Acceptance;
import com.zonitel.sms.inbox.jdbc.JdbcInboxSettings.Delivery;
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
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
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

	final List<SmsEvent> handled = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch release = new CountDownLatch(1);

	HikariDataSource pool = new HikariDataSource();

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
			SmsNotification bad = received("bad" + i);
			await().until(() -> receipt(inbox.accept(bad)) != Receipt.UNAVAILABLE);
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
	void stopOfAnInterruptedThreadLeavesNothingRunning() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		await().until(() -> this.handled.size() == 1);
		Thread.currentThread().interrupt();
		inbox.stop();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
			.extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("zonitel-sms-inbox-outcomes-"));
		assertThat(rows("deliver")).isZero();
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
				pause(2);
				this.handled.add(event);
			});
		}
		await().untilAsserted(() -> assertThat(handledIds()).hasSize(500));
		assertThat(handledIds()).doesNotHaveDuplicates();
		assertThat(handlers).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void deliveriesOfProcessesThatEndedAreTakenOverAndCountNoAttempt(CapturedOutput output) {
		store("once", 3);
		leaveClaimed("once", "gone/1", 0);
		JdbcSmsInbox inbox = open(this.handled::add);
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("once:received"));
		assertThat(new JdbcSmsDeadLetters(inbox).list(10)).isEmpty();
		assertThat(output).contains("'once:received' is taken over from gone/1");
	}

	@Test
	void notificationThatWasTakenOverTwiceIsDeliveredAlone() {
		store("suspicious", 0);
		leaveClaimed("suspicious", "gone/1", 1);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger sent = new AtomicInteger();
		List<Integer> runningBesides = new CopyOnWriteArrayList<>();
		List<Instant> marks = new CopyOnWriteArrayList<>();
		JdbcSmsInbox inbox = open((event) -> {
			int besides = running.getAndIncrement();
			if (event.notificationId().startsWith("suspicious")) {
				marks.addAll(this.jdbc.query(
						"select last_success from zonitel_sms_inbox where task_instance = 'suspicious:received'",
						(row, number) -> row.getTimestamp(1).toInstant()));
				pause(200);
				runningBesides.add(besides + running.get() - 1);
			}
			pause(20);
			running.decrementAndGet();
			this.handled.add(event);
		});
		await().until(() -> {
			inbox.accept(received("other" + sent.getAndIncrement()));
			pause(5);
			return !runningBesides.isEmpty();
		});
		assertThat(runningBesides).containsExactly(0);
		assertThat(marks).hasSize(1);
	}

	@Test
	void notificationThatIsToBeDeliveredAloneHoldsUpNoOtherWhileAListenerHangs() {
		store("suspicious", 0);
		OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
		this.jdbc.update("update zonitel_sms_inbox set last_failure = ?, last_success = ?, execution_time = ?", now,
				OffsetDateTime.ofInstant(Instant.ofEpochSecond(2), ZoneOffset.UTC), now.plusHours(1));
		JdbcSmsInbox inbox = open((event) -> {
			if (event.notificationId().equals("hanging:received")) {
				awaitRelease();
			}
			this.handled.add(event);
		});
		inbox.accept(received("hanging"));
		await().until(() -> {
			SmsInboxStatus status = inbox.status();
			return status != null && status.stuck() == 1;
		});
		this.jdbc.update("update zonitel_sms_inbox set last_failure = null, execution_time = ? where last_success = ?",
				now, OffsetDateTime.ofInstant(Instant.ofEpochSecond(2), ZoneOffset.UTC));
		await().atMost(Duration.ofSeconds(20)).until(() -> isPutOff("suspicious"));
		inbox.accept(received("other"));
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("other:received"));
	}

	@Test
	void thirdCrashWhileAloneMakesADeadLetter(CapturedOutput output) {
		store("killer", 0);
		leaveClaimed("killer", "gone/1", 3);
		JdbcSmsInbox inbox = open(this.handled::add);
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		await().untilAsserted(() -> assertThat(deadLetters.list(10)).singleElement()
			.satisfies((letter) -> assertThat(letter.failure()).isNull()));
		assertThat(this.handled).isEmpty();
		await().untilAsserted(
				() -> assertThat(output).contains("ended for the third time while SMS notification 'killer:received'"));
		assertThat(deadLetters.requeueAll()).isOne();
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("killer:received"));
	}

	@Test
	void leaseThatIsLostDuringTheLastAttemptIsToldOnceAndHoldsUpNobody(CapturedOutput output) {
		AtomicInteger running = new AtomicInteger();
		JdbcSmsInbox inbox = open("zonitel_sms_",
				new RetrySchedule(1, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), (event) -> {
					if (event.notificationId().startsWith("bad")) {
						running.incrementAndGet();
						awaitRelease();
						throw new IllegalStateException();
					}
					this.handled.add(event);
				});
		for (int i = 0; i < 4; i++) {
			assertThat(receipt(inbox.accept(received("bad" + i)))).isEqualTo(Receipt.ACCEPTED);
		}
		await().until(() -> running.get() == 4);
		assertThat(this.jdbc.update("delete from zonitel_sms_inbox where task_name = 'deliver'")).isEqualTo(4);
		this.release.countDown();
		assertThat(receipt(inbox.accept(received("good")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("good:received"));
		await().untilAsserted(() -> assertThat(output)
			.containsOnlyOnce("'bad0:received' was taken over by another instance meanwhile"));
	}

	@Test
	void notificationIsNotLostIfTheTransactionOfItsListenersIsAnotherDatabases() throws Exception {
		AtomicInteger commits = new AtomicInteger();
		try (HikariDataSource other = new HikariDataSource()) {
			other.setJdbcUrl("jdbc:h2:mem:other");
			JdbcTransactionManager foreign = new JdbcTransactionManager(other) {

				@Override
				protected void doCommit(DefaultTransactionStatus status) {
					Assert.state(commits.incrementAndGet() > 1, "the first commit fails");
					super.doCommit(status);
				}

			};
			JdbcTemplate host = new JdbcTemplate(this.dataSource);
			JdbcSmsInbox inbox = open("zonitel_sms_",
					new RetrySchedule(4, Duration.ofMillis(100), 2, Duration.ofSeconds(1)),
					new HostTransactions(foreign, this.dataSource), (event) -> {
						host.queryForObject("select count(*) from zonitel_sms_seen", Long.class);
						this.handled.add(event);
					});
			assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
			await().until(() -> rows("deliver") == 0);
			assertThat(commits).hasValue(2);
			assertThat(this.handled).hasSize(2);
			inbox.stop();
		}
	}

	@Test
	void worksOnAPoolThatDoesNotCommitByItself() {
		this.pool.close();
		this.pool = connect();
		this.pool.setAutoCommit(false);
		this.dataSource = new UnreliableDataSource(this.pool);
		JdbcSmsInbox inbox = open((event) -> {
			if (event.notificationId().startsWith("poison")) {
				throw new IllegalStateException();
			}
			this.handled.add(event);
		});
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.DUPLICATE);
		inbox.accept(received("poison"));
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		await().untilAsserted(() -> assertThat(deadLetters.list(10)).hasSize(1));
		assertThat(handledIds()).containsExactly("1:received");
		assertThat(deadLetters.discard("poison:received")).isTrue();
		inbox.stop();
		try (HikariDataSource committing = connect()) {
			assertThat(
					new JdbcTemplate(committing).queryForObject("select count(*) from zonitel_sms_inbox", Long.class))
				.isZero();
		}
		this.pool.close();
		this.pool = connect();
		this.jdbc = new JdbcTemplate(this.pool);
	}

	@Test
	void deadLettersLeaveATransactionOfTheApplicationAsItIs() throws Exception {
		this.jdbc.execute("create table effect (id varchar(200))");
		JdbcSmsInbox inbox = open((event) -> {
			throw new IllegalStateException();
		});
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		inbox.accept(received("1"));
		await().untilAsserted(() -> assertThat(deadLetters.list(10)).hasSize(1));
		TransactionSynchronizationManager.initSynchronization();
		try (Connection connection = this.dataSource.getConnection()) {
			// as JpaTransactionManager does
			connection.setAutoCommit(false);
			TransactionSynchronizationManager.bindResource(this.dataSource, new ConnectionHolder(connection));
			new JdbcTemplate(this.dataSource).update("insert into effect (id) values ('1')");
			assertThat(deadLetters.list(10)).hasSize(1);
			assertThat(deadLetters.requeueAll()).isOne();
			connection.rollback();
			connection.setAutoCommit(true);
		}
		finally {
			TransactionSynchronizationManager.unbindResourceIfPossible(this.dataSource);
			TransactionSynchronizationManager.clearSynchronization();
		}
		inbox.stop();
		assertThat(this.jdbc.queryForObject("select count(*) from effect", Long.class)).isZero();
		this.jdbc.execute("drop table effect");
	}

	@Test
	void notificationFromAMachineWhoseClockIsAheadIsDeliveredAtOnce() throws Exception {
		JdbcSmsInbox inbox = open(this.handled::add);
		SmsNotification notification = this.parser.parse(
				"{\"status\":\"received\",\"data\":{\"id\":\"1\"}}".getBytes(StandardCharsets.UTF_8),
				Instant.now().plusSeconds(45), CallerContext.EMPTY);
		assertThat(receipt(inbox.accept(notification))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(this.handled).containsExactly(notification.event()));
	}

	@Test
	void listenerThatHangsIsSeenAndWarnedAbout(CapturedOutput output) {
		JdbcSmsInbox inbox = open((event) -> awaitRelease());
		Instant before = Instant.now();
		inbox.accept(received("1"));
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(inbox.status()).isNotNull();
			assertThat(inbox.status().oldestRunningSince()).isBetween(before, Instant.now());
			assertThat(output).contains("Listener of SMS notification '1:received' has not returned for")
				.contains("AbstractJdbcSmsInboxTests.awaitRelease");
		});
		this.release.countDown();
		await().untilAsserted(() -> assertThat(inbox.status().oldestRunningSince()).isNull());
	}

	@Test
	void deploymentsCostARunningDeliveryNoAttempt() {
		AtomicInteger deliveries = new AtomicInteger();
		for (int deployment = 1; deployment <= 5; deployment++) {
			int expected = deployment;
			JdbcSmsInbox inbox = open("zonitel_sms_",
					new RetrySchedule(3, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), null,
					Duration.ofMillis(200), (event) -> {
						deliveries.incrementAndGet();
						awaitInterruption();
					});
			if (deployment == 1) {
				assertThat(receipt(inbox.accept(received("long")))).isEqualTo(Receipt.ACCEPTED);
			}
			await().until(() -> deliveries.get() == expected);
			inbox.stop();
		}
		JdbcSmsInbox inbox = open(this.handled::add);
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("long:received"));
		assertThat(new JdbcSmsDeadLetters(inbox).list(10)).isEmpty();
	}

	@Test
	void deliveryThatOutlastsAStopCountsAsNoCrash() {
		JdbcSmsInbox first = open("zonitel_sms_",
				new RetrySchedule(3, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), null, Duration.ofMillis(200),
				(event) -> {
					while (this.release.getCount() > 0) {
						pause(20);
					}
				});
		assertThat(receipt(first.accept(received("deaf")))).isEqualTo(Receipt.ACCEPTED);
		await().until(() -> pickedBy("deaf") != null);
		first.stop();
		assertThat(pickedBy("deaf")).isEqualTo(NotificationTable.STOPPED);
		List<Object> takeovers = new CopyOnWriteArrayList<>();
		open((event) -> {
			takeovers.addAll(this.jdbc.query("select last_success from zonitel_sms_inbox where task_name = 'deliver'",
					(row, number) -> String.valueOf(row.getTimestamp(1))));
			this.handled.add(event);
		});
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("deaf:received"));
		assertThat(takeovers).containsExactly("null");
	}

	@Test
	void listenerIsInterruptedAtAStopAlsoIfTheDatabaseDoesNotAnswer() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		JdbcSmsInbox inbox = open("zonitel_sms_",
				new RetrySchedule(4, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), null, Duration.ofSeconds(2),
				(event) -> {
					this.handled.add(event);
					try {
						awaitInterruption();
					}
					finally {
						interrupted.countDown();
					}
				});
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.ACCEPTED);
		await().until(() -> this.handled.size() == 1);
		CountDownLatch answer = new CountDownLatch(1);
		this.dataSource.answer.set(answer);
		Thread stop = new Thread(inbox::stop);
		stop.start();
		try {
			assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			answer.countDown();
			stop.join();
		}
	}

	@Test
	void formatOfANewerVersionIsLeftToThat(CapturedOutput output) {
		store("newer", 0);
		byte[] data = this.jdbc.queryForObject(
				"select task_data from zonitel_sms_inbox where task_instance = 'newer:received'", byte[].class);
		assertThat(data).isNotNull();
		data[0] = 9;
		this.jdbc.update("update zonitel_sms_inbox set task_data = ? where task_instance = 'newer:received'",
				(Object) data);
		JdbcSmsInbox inbox = open("zonitel_sms_",
				new RetrySchedule(1, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), this.handled::add);
		await().untilAsserted(() -> assertThat(output).contains("in a format unknown to this one"));
		inbox.accept(received("known"));
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("known:received"));
		await().until(() -> pickedBy("newer") == null);
		data[0] = 1;
		this.jdbc.update("update zonitel_sms_inbox set task_data = ? where task_instance = 'newer:received'",
				(Object) data);
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("known:received", "newer:received"));
	}

	@Test
	void rowsOfAnInstanceOfThePreviousReleaseAreDelivered() throws Exception {
		leaveAsThePreviousRelease("waiting", "deliver", null, Instant.now());
		leaveAsThePreviousRelease("abandoned", "deliver", "old-host/1", Instant.now().minusSeconds(60));
		leaveAsThePreviousRelease("running", "deliver", "old-host/2", Instant.now().plusSeconds(60));
		leaveAsThePreviousRelease("dead", "dead", null, Instant.now().plus(NotificationTable.DEAD_LETTER_DELAY));
		JdbcSmsInbox inbox = open(this.handled::add);
		await().untilAsserted(
				() -> assertThat(handledIds()).containsExactlyInAnyOrder("waiting:received", "abandoned:received"));
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		assertThat(deadLetters.list(10)).singleElement().satisfies((letter) -> {
			assertThat(letter.failure()).isEqualTo("java.lang.IllegalStateException");
			assertThat(letter.attempts()).isEqualTo(8);
			assertThat(letter.stackTrace()).isNull();
		});
		assertThat(pickedBy("running")).isEqualTo("old-host/2");
		assertThat(deadLetters.requeue("dead:received")).isTrue();
		await().untilAsserted(() -> assertThat(handledIds()).contains("dead:received").hasSize(3));
		assertThat(receipt(inbox.accept(received("waiting")))).isEqualTo(Receipt.DUPLICATE);
	}

	@Test
	void whatWasReceivedBeforeTheClockWasSetBackIsDeliveredNowAndRetriesWhenTheyArePlanned() throws IOException {
		Instant later = Instant.now().plus(Duration.ofMinutes(10));
		leaveAsThePreviousRelease("early", "deliver", null, later);
		leaveAsThePreviousRelease("retried", "deliver", null, later);
		this.jdbc.update("update zonitel_sms_inbox set last_failure = ? where task_instance = 'retried:received'",
				OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(1));
		JdbcSmsInbox inbox = open(new JdbcInboxSettings.Leases(Duration.ofMillis(200), Duration.ofMinutes(2)),
				this.handled::add);
		await().untilAsserted(() -> assertThat(handledIds()).containsExactly("early:received"));
		await().untilAsserted(() -> assertThat(inbox.status()).satisfies((status) -> {
			assertThat(status.pending()).isEqualTo(1);
			assertThat(status.oldestReceivedAt()).isBefore(Instant.now());
		}));
		assertThat(handledIds()).containsExactly("early:received");
	}

	private void leaveAsThePreviousRelease(String id, String task, @Nullable String instance, Instant at)
			throws IOException {
		ByteArrayOutputStream data = new ByteArrayOutputStream();
		try (DataOutputStream output = new DataOutputStream(data)) {
			output.writeByte(1);
			output.writeLong(Instant.now().getEpochSecond());
			output.writeInt(5_000_000);
			output.writeBoolean(task.equals("dead"));
			if (task.equals("dead")) {
				output.writeLong(Instant.now().getEpochSecond());
				output.writeInt(0);
				output.writeInt(8);
				output.writeUTF("java.lang.IllegalStateException");
			}
			output.writeShort(1);
			output.writeUTF("traceparent");
			output.writeUTF("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
			output.write("{\"status\":\"received\",\"data\":{\"id\":\"%s\"}}".formatted(id)
				.getBytes(StandardCharsets.UTF_8));
		}
		OffsetDateTime time = OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
		this.jdbc.update("insert into zonitel_sms_seen (notification_id, seen_at) values (?, ?)", id + ":received",
				System.currentTimeMillis());
		this.jdbc.update("""
				insert into zonitel_sms_inbox (task_name, task_instance, task_data, execution_time, picked, picked_by,
					last_heartbeat, consecutive_failures, version)
				values (?, ?, ?, ?, ?, ?, ?, 0, 2)""", task, id + ":received", data.toByteArray(), time,
				instance != null, instance, (instance != null) ? time : null);
	}

	@Test
	void deadLettersAreReadPageByPageAndRequeuedInTheOrderOfReceipt() {
		AtomicBoolean healthy = new AtomicBoolean();
		List<SmsNotification> notifications = new ArrayList<>();
		JdbcSmsInbox inbox = open("zonitel_sms_",
				new RetrySchedule(1, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), (event) -> {
					if (!healthy.get()) {
						throw new IllegalArgumentException("canary", new UnsupportedOperationException("canary"));
					}
					this.handled.add(event);
				});
		for (int i = 0; i < 25; i++) {
			notifications.add(received("n" + i));
			pause(2);
		}
		Collections.reverse(notifications);
		notifications.forEach(inbox::accept);
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		await().untilAsserted(() -> assertThat(deadLetters.list(100)).hasSize(25));
		List<SmsDeadLetter> read = new ArrayList<>();
		List<SmsDeadLetter> page = deadLetters.list(10);
		while (!page.isEmpty()) {
			read.addAll(page);
			page = deadLetters.list(10, read.get(read.size() - 1));
		}
		assertThat(read).isEqualTo(deadLetters.list(100));
		assertThat(read.get(0).stackTrace()).startsWith("java.lang.IllegalArgumentException (message withheld)")
			.contains("AbstractJdbcSmsInboxTests")
			.contains("Caused by: java.lang.UnsupportedOperationException (message withheld)")
			.doesNotContain("canary");
		healthy.set(true);
		inbox.stop();
		// one worker, so that the order is seen
		JdbcInboxSettings settings = settings("zonitel_sms_",
				new RetrySchedule(1, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), 1, Duration.ofSeconds(20));
		JdbcSmsInbox sequential = open(settings, null, this.handled::add);
		assertThat(new JdbcSmsDeadLetters(sequential).requeueAll()).isEqualTo(25);
		await().untilAsserted(() -> assertThat(this.handled).hasSize(25));
		assertThat(handledIds())
			.containsExactlyElementsOf(IntStream.range(0, 25).mapToObj((i) -> "n" + i + ":received").toList());
	}

	/**
	 * Check that notifications are accepted again soon after all connections went silent.
	 * @param port the port of the database server
	 * @param connect connects to a port
	 * @param whileOpening whether the pool is just opening another one, which goes silent
	 * too
	 */
	void assertThatSilentConnectionsAreReplaced(int port, IntFunction<HikariDataSource> connect, boolean whileOpening)
			throws Exception {
		try (BlackHole network = new BlackHole(port); HikariDataSource silent = connect.apply(network.getPort())) {
			this.dataSource = new UnreliableDataSource(silent);
			JdbcSmsInbox inbox = open(this.handled::add);
			for (int i = 0; i < 200; i++) {
				inbox.accept(received("before" + i));
			}
			await().until(() -> this.handled.size() == 200);
			HikariPoolMXBean pool = silent.getHikariPoolMXBean();
			await().until(() -> pool.getTotalConnections() == silent.getMaximumPoolSize());
			if (whileOpening) {
				network.swallowNext();
				pool.softEvictConnections();
				await().until(() -> !network.isNextToCome());
			}
			assertThat(network.swallow()).isPositive();
			Set<String> accepted = new TreeSet<>();
			long begin = System.nanoTime();
			await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> {
				String id = "after" + accepted.size();
				Receipt receipt = inbox.accept(received(id))
					.handle((it, ex) -> (it != null) ? it : Receipt.UNAVAILABLE)
					.toCompletableFuture()
					.get(30, TimeUnit.SECONDS);
				if (receipt != Receipt.UNAVAILABLE) {
					accepted.add(id + ":received");
				}
				return accepted.size() >= 20;
			});
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
			await().untilAsserted(() -> assertThat(handledIds()).containsAll(accepted));
			inbox.stop();
		}
	}

	private void store(String id, int failures) {
		JdbcSmsInbox inbox = open((event) -> {
			throw new IllegalStateException();
		});
		assertThat(receipt(inbox.accept(received(id)))).isEqualTo(Receipt.ACCEPTED);
		inbox.stop();
		this.jdbc.update("update zonitel_sms_inbox set consecutive_failures = ? where task_name = 'deliver'", failures);
	}

	private void leaveClaimed(String id, String instance, int takeovers) {
		this.jdbc.update(
				"update zonitel_sms_inbox set picked = ?, picked_by = ?, last_heartbeat = execution_time,"
						+ " last_success = ? where task_instance = ?",
				true, instance,
				(takeovers > 0) ? OffsetDateTime.ofInstant(Instant.ofEpochSecond(takeovers), ZoneOffset.UTC) : null,
				id + ":received");
	}

	private @Nullable String pickedBy(String id) {
		return this.jdbc.queryForObject("select picked_by from zonitel_sms_inbox where task_instance = ?", String.class,
				id + ":received");
	}

	private static void awaitInterruption() {
		try {
			TimeUnit.MINUTES.sleep(1);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
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
					new HostTransactions(new JdbcTransactionManager(this.dataSource), this.dataSource), (event) -> {
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
		SeenNotifications seen = inbox.open().database().seen();
		assertThat(seen.forgetSeenBefore(Instant.now().minus(1, ChronoUnit.HOURS))).isZero();
		assertThat(seen.forgetSeenBefore(Instant.now().plusSeconds(1))).isEqualTo(510);
		assertThat(receipt(inbox.accept(received("n0")))).isEqualTo(Receipt.ACCEPTED);
		assertThat(receipt(inbox.accept(received("poison")))).isEqualTo(Receipt.DUPLICATE);
	}

	@Test
	void remembersWhatAMachineWithASlowClockHasReceived() {
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(receipt(inbox.accept(received("1", Instant.now().minus(4, ChronoUnit.DAYS)))))
			.isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(() -> assertThat(rows("deliver")).isZero());
		assertThat(inbox.open().database().seen().forgetSeenBefore(Instant.now().minus(3, ChronoUnit.DAYS))).isZero();
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
		NotificationTable database = inbox.open().database().notifications();
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
	void tellsHowLongANotificationHasWaitedAlsoIfItWasPutOffOrRequeued() {
		AtomicBoolean healthy = new AtomicBoolean();
		JdbcSmsInbox inbox = open("zonitel_sms_",
				new RetrySchedule(2, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), (event) -> {
					if (!healthy.get()) {
						throw new IllegalStateException();
					}
					awaitRelease();
				});
		SmsNotification notification = received("1");
		inbox.accept(notification);
		JdbcSmsDeadLetters deadLetters = new JdbcSmsDeadLetters(inbox);
		await().untilAsserted(() -> assertThat(deadLetters.list(10)).hasSize(1));
		healthy.set(true);
		assertThat(deadLetters.requeue("1:received")).isTrue();
		assertThat(oldestReceivedAt(inbox)).isCloseTo(notification.receivedAt(), within(1, ChronoUnit.MILLIS));
		this.release.countDown();
		await().until(() -> rows("deliver") == 0);
		inbox.stop();
		SmsNotification waiting = received("2");
		JdbcSmsInbox unable = open(new HostTransactions(noTransactions(), this.dataSource), this.handled::add);
		unable.accept(waiting);
		await().until(() -> isPutOff("2"));
		assertThat(oldestReceivedAt(unable)).isCloseTo(waiting.receivedAt(), within(1, ChronoUnit.MILLIS));
	}

	private static @Nullable Instant oldestReceivedAt(JdbcSmsInbox inbox) {
		return inbox.open().database().notifications().status().oldestReceivedAt();
	}

	private boolean isPutOff(String id) {
		Long count = this.jdbc.queryForObject(
				"select count(*) from zonitel_sms_inbox where task_instance = ? and last_failure is not null",
				Long.class, id + ":received");
		return count != null && count == 1;
	}

	private static PlatformTransactionManager noTransactions() {
		return new AbstractPlatformTransactionManager() {

			@Override
			protected Object doGetTransaction() {
				return new Object();
			}

			@Override
			protected void doBegin(Object transaction, TransactionDefinition definition) {
				throw new CannotCreateTransactionException("none");
			}

			@Override
			protected void doCommit(DefaultTransactionStatus status) {
			}

			@Override
			protected void doRollback(DefaultTransactionStatus status) {
			}

		};
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
	void opensAlthoughTheFirstAttemptEndsInAnError() {
		this.dataSource.error.set(new OutOfMemoryError("pretended"));
		JdbcSmsInbox inbox = open(this.handled::add);
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.UNAVAILABLE);
		this.dataSource.error.set(null);
		await().untilAsserted(
				() -> assertThat(receipt(inbox.accept(received("1")))).isIn(Receipt.ACCEPTED, Receipt.DUPLICATE));
		await().untilAsserted(() -> assertThat(this.handled).hasSize(1));
	}

	@Test
	void searchesAndTakesOverAgainAlthoughLoggingFailedWhileTheDatabaseWasAway() {
		store("abandoned", 0);
		leaveClaimed("abandoned", "crashed-host", 0);
		JdbcSmsInbox inbox = open(this.handled::add);
		try (FailingAppender appender = FailingAppender.attach("com.github.kagkarlsson.scheduler")) {
			assertThat(appender.isStarted()).isTrue();
			this.dataSource.available.set(false);
			int refused = this.dataSource.refused.get();
			await().until(() -> this.dataSource.refused.get() > refused + 20);
		}
		this.dataSource.available.set(true);
		assertThat(receipt(inbox.accept(received("fresh")))).isEqualTo(Receipt.ACCEPTED);
		await().untilAsserted(
				() -> assertThat(handledIds()).containsExactlyInAnyOrder("abandoned:received", "fresh:received"));
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
	void missingTableIsToldOnceIfTheDatabaseWasAwayAtTheStart(CapturedOutput output) {
		this.dataSource.available.set(false);
		JdbcSmsInbox inbox = open("elsewhere_", this.handled::add);
		this.dataSource.available.set(true);
		await().until(() -> output.getAll().contains("elsewhere_inbox"));
		await().during(Duration.ofSeconds(3))
			.untilAsserted(() -> assertThat(output).containsOnlyOnce("'elsewhere_inbox'"));
		assertThat(receipt(inbox.accept(received("1")))).isEqualTo(Receipt.UNAVAILABLE);
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

	JdbcSmsInbox open(@Nullable HostTransactions transactions, Consumer<SmsEvent> listener) {
		return open("zonitel_sms_", new RetrySchedule(4, Duration.ofMillis(100), 2, Duration.ofSeconds(1)),
				transactions, listener);
	}

	JdbcSmsInbox open(RetrySchedule retry, Consumer<SmsEvent> listener) {
		return open("zonitel_sms_", retry, listener);
	}

	JdbcSmsInbox openWithoutPolling(Consumer<SmsEvent> listener) {
		return open(new JdbcInboxSettings.Leases(Duration.ofHours(1), Duration.ofSeconds(3)), listener);
	}

	private JdbcSmsInbox open(JdbcInboxSettings.Leases leases, Consumer<SmsEvent> listener) {
		JdbcInboxSettings settings = settings("zonitel_sms_",
				new RetrySchedule(4, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), 4, Duration.ofSeconds(20));
		return open(new JdbcInboxSettings(settings.tablePrefix(), settings.acceptance(), settings.delivery(), leases),
				null, listener);
	}

	private JdbcSmsInbox open(String tablePrefix, Consumer<SmsEvent> listener) {
		return open(tablePrefix, new RetrySchedule(4, Duration.ofMillis(100), 2, Duration.ofSeconds(1)), listener);
	}

	private JdbcSmsInbox open(String tablePrefix, RetrySchedule retry, Consumer<SmsEvent> listener) {
		return open(tablePrefix, retry, null, listener);
	}

	private JdbcSmsInbox open(String tablePrefix, RetrySchedule retry, @Nullable HostTransactions transactions,
			Consumer<SmsEvent> listener) {
		return open(tablePrefix, retry, transactions, Duration.ofSeconds(20), listener);
	}

	private JdbcSmsInbox open(String tablePrefix, RetrySchedule retry, @Nullable HostTransactions transactions,
			Duration shutdownTimeout, Consumer<SmsEvent> listener) {
		return open(settings(tablePrefix, retry, 4, shutdownTimeout), transactions, listener);
	}

	static JdbcInboxSettings settings(String tablePrefix, RetrySchedule retry, int concurrency,
			Duration shutdownTimeout) {
		return new JdbcInboxSettings(tablePrefix, new Acceptance(1_000, Duration.ofSeconds(4), Duration.ofDays(3)),
				new Delivery(concurrency, false, retry, Duration.ofSeconds(1), shutdownTimeout),
				new JdbcInboxSettings.Leases(Duration.ofMillis(200), Duration.ofSeconds(3)));
	}

	JdbcSmsInbox open(JdbcInboxSettings settings, @Nullable HostTransactions transactions,
			Consumer<SmsEvent> listener) {
		JdbcSmsInbox inbox = new JdbcSmsInbox(this.dataSource, settings,
				new SmsEventPublisher((event) -> listener.accept((SmsEvent) event)), transactions);
		this.inboxes.add(inbox);
		inbox.start();
		return inbox;
	}

	SmsNotification received(String id) {
		return received(id, Instant.now());
	}

	private SmsNotification received(String id, Instant time) {
		return parse("{\"status\":\"received\",\"data\":{\"id\":\"%s\"}}".formatted(id), time);
	}

	private SmsNotification parse(String json) {
		return parse(json, Instant.now());
	}

	private SmsNotification parse(String json, Instant time) {
		try {
			return this.parser.parse(json.getBytes(StandardCharsets.UTF_8), time, CallerContext.EMPTY);
		}
		catch (MalformedNotificationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Receipt receipt(CompletionStage<Receipt> stage) {
		return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
	}

	List<String> handledIds() {
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
		return Awaitility.await().dontCatchUncaughtExceptions().atMost(LONG);
	}

	private void awaitRelease() {
		try {
			assertThat(this.release.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Data source that refuses connections, or does not answer, when told so.
	 */
	static final class UnreliableDataSource extends DelegatingDataSource {

		private final AtomicBoolean available = new AtomicBoolean(true);

		private final AtomicReference<CountDownLatch> answer = new AtomicReference<>(new CountDownLatch(0));

		private final AtomicReference<@Nullable Error> error = new AtomicReference<>();

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
			try {
				this.answer.get().await();
			}
			catch (InterruptedException ex) {
				throw new SQLException(ex);
			}
			Error error = this.error.get();
			if (error != null) {
				throw error;
			}
			return super.getConnection();
		}

	}

}
