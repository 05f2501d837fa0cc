package com.zonitel.sms.benchmarks;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.zonitel.sms.inbox.MemorySmsInbox;
import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsEventPublisher;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import com.zonitel.sms.webhook.SecretSmsWebhookAuthenticator;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.SmsWebhookReception;
import com.zonitel.sms.webhook.SmsWebhookRequest;
import com.zonitel.sms.webhook.SmsWebhookResponse;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import org.springframework.context.support.GenericApplicationContext;

/**
 * Cost of the stages between the request and the listener.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StageBenchmarks {

	private final SecretSmsWebhookAuthenticator authenticator = new SecretSmsWebhookAuthenticator(List.of(Host.SECRET));

	private final SmsNotificationParser parser = new SmsNotificationParser();

	private final Request request = new Request();

	private final byte[] body = Notifications.body("id", "Hello, this is a test SMS");

	private final SmsNotification notification = Notifications.parse(this.parser, this.body);

	private Notifications notifications;

	private GenericApplicationContext context;

	private SmsEventPublisher publisher;

	private MemorySmsInbox inbox;

	private SmsWebhookReceiver receiver;

	@Setup
	public void setUp(Blackhole blackhole) {
		this.notifications = new Notifications();
		this.context = Notifications.contextWithListeners(1, blackhole);
		this.publisher = new SmsEventPublisher(this.context);
		this.inbox = Notifications.inbox(this.context);
		this.inbox.accept(this.notification).toCompletableFuture().join();
		this.receiver = new SmsWebhookReceiver(this.authenticator, this.inbox, 65_536, Duration.ofSeconds(4),
				Clock.systemUTC());
	}

	@TearDown
	public void tearDown() {
		this.receiver.destroy();
		this.inbox.stop();
		this.context.close();
	}

	@Benchmark
	public SmsWebhookAuthentication authenticate() {
		return this.authenticator.authenticate(this.request);
	}

	@Benchmark
	public @Nullable SmsWebhookResponse checkHead() {
		return this.receiver.refuse(this.request);
	}

	@Benchmark
	public SmsNotification parse() {
		return Notifications.parse(this.parser, this.body);
	}

	@Benchmark
	public Receipt deduplicate() {
		return this.inbox.accept(this.notification).toCompletableFuture().join();
	}

	@Benchmark
	public void publish() {
		this.publisher.publish(this.notification);
	}

	@Benchmark
	public Receipt handOverAndAwaitListener() {
		return this.inbox.accept(this.notifications.next()).toCompletableFuture().join();
	}

	@Benchmark
	public SmsWebhookResponse receiveDuplicate() {
		CompletableFuture<SmsWebhookResponse> answer = new CompletableFuture<>();
		SmsWebhookReception reception = this.receiver.receive(this.request, answer::complete);
		reception.append(ByteBuffer.wrap(this.body));
		reception.complete();
		return answer.join();
	}

	/**
	 * Head as Zonitel sends it.
	 */
	private final class Request implements SmsWebhookRequest {

		@Override
		public String method() {
			return "POST";
		}

		@Override
		public String query() {
			return "token=" + Host.SECRET;
		}

		@Override
		public @Nullable String pathSecret() {
			return null;
		}

		@Override
		public List<String> headers(String name) {
			return name.equals("Content-Type") ? List.of("application/json") : List.of();
		}

		@Override
		public List<String> headerNames() {
			return List.of("Content-Type");
		}

		@Override
		public long contentLength() {
			return StageBenchmarks.this.body.length;
		}

	}

}
