package com.zonitel.sms.benchmarks;

import java.util.concurrent.TimeUnit;

import com.zonitel.sms.inbox.MemorySmsInbox;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import org.springframework.context.support.GenericApplicationContext;

/**
 * How the cost of a notification grows with what came before, with the number of
 * listeners and with its size.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GrowthBenchmarks {

	@Benchmark
	public Receipt afterNotifications(Past past) {
		return past.inbox.accept(past.notifications.next()).toCompletableFuture().join();
	}

	@Benchmark
	public void publish(Listeners listeners) {
		listeners.publisher.publish(listeners.notification);
	}

	@Benchmark
	public SmsNotification parse(Body body) {
		return Notifications.parse(body.parser, body.bytes);
	}

	/**
	 * Inbox that has handled notifications before.
	 */
	@State(Scope.Benchmark)
	public static class Past {

		@Param({ "1000", "10000", "100000", "1000000", "10000000" })
		private int handled;

		private Notifications notifications;

		private GenericApplicationContext context;

		private MemorySmsInbox inbox;

		@Setup
		public void setUp(Blackhole blackhole) {
			this.notifications = new Notifications();
			this.context = Notifications.contextWithListeners(1, blackhole);
			this.inbox = Notifications.inbox(this.context);
			for (int i = 0; i < this.handled; i++) {
				this.inbox.accept(this.notifications.next()).toCompletableFuture().join();
			}
		}

		@TearDown
		public void tearDown() {
			this.inbox.stop();
			this.context.close();
		}

	}

	/**
	 * Application with many listeners.
	 */
	@State(Scope.Benchmark)
	public static class Listeners {

		@Param({ "1", "10", "100" })
		private int count;

		private final SmsNotification notification = Notifications.parse(new SmsNotificationParser(),
				Notifications.body("id", "Hello, this is a test SMS"));

		private GenericApplicationContext context;

		private SmsEventPublisher publisher;

		@Setup
		public void setUp(Blackhole blackhole) {
			this.context = Notifications.contextWithListeners(this.count, blackhole);
			this.publisher = new SmsEventPublisher(this.context);
		}

		@TearDown
		public void tearDown() {
			this.context.close();
		}

	}

	/**
	 * Notification of a certain size.
	 */
	@State(Scope.Benchmark)
	public static class Body {

		private final SmsNotificationParser parser = new SmsNotificationParser();

		@Param({ "1", "4", "16", "63" })
		private int kilobytes;

		private byte[] bytes;

		@Setup
		public void setUp() {
			this.bytes = Notifications.body("id", "x".repeat(this.kilobytes * 1024));
		}

	}

}
