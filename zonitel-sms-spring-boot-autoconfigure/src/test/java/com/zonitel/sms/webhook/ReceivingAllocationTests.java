package com.zonitel.sms.webhook;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.inbox.MemorySmsInbox;
import com.zonitel.sms.inbox.SmsEventPublisher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that count what receiving a notification allocates, from its head to the answer,
 * on all threads and apart from the server. A guard that holds on a slow machine, too.
 */
@Tag("allocations")
class ReceivingAllocationTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final int REQUESTS = 20_000;

	/**
	 * The 2,280 bytes that were measured on JDK 17, with a listener, and an eighth more.
	 */
	private static final long MAX_BYTES = 2_560;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private int events;

	private final BlockingQueue<SmsWebhookAnswer> answers = new ArrayBlockingQueue<>(1);

	@Test
	void allocatesNoMoreThanItDid() throws InterruptedException {
		GenericApplicationContext context = new GenericApplicationContext();
		context.addApplicationListener(ApplicationListener.forPayload(this::on));
		context.refresh();
		MemorySmsInbox inbox = new MemorySmsInbox(new SmsEventPublisher(context), 1, 100, Duration.ofDays(3), false);
		inbox.start();
		SmsWebhookReceiver receiver = new SmsWebhookReceiver(new SecretSmsWebhookAuthenticator(List.of(SECRET)), inbox,
				65_536, Duration.ofSeconds(60), Clock.systemUTC());
		try {
			receive(receiver, bodies(0));
			byte[][] bodies = bodies(REQUESTS);
			long before = allocated();
			receive(receiver, bodies);
			long perRequest = (allocated() - before) / REQUESTS;
			System.out.println("Receiving a notification allocates " + perRequest + " bytes");
			assertThat(perRequest).isBetween(500L, MAX_BYTES);
		}
		finally {
			receiver.destroy();
			inbox.stop();
			context.close();
		}
	}

	private static byte[][] bodies(int from) {
		byte[][] bodies = new byte[REQUESTS][];
		for (int i = 0; i < REQUESTS; i++) {
			bodies[i] = """
					{"status":"received","data":{"id":"%08d","segments":1,"direction":"inbound","messageText":"Hello",\
					"from":"+10000000010","to":"+10000000020","medias":[]},\
					"message":"SMS message received successfully"}""".formatted(from + i)
				.getBytes(StandardCharsets.UTF_8);
		}
		return bodies;
	}

	private void receive(SmsWebhookReceiver receiver, byte[][] bodies) throws InterruptedException {
		for (byte[] body : bodies) {
			SmsWebhookRequest request = new TestSmsWebhookRequest("POST", "token=" + SECRET,
					List.of("application/json"), body.length);
			receiver.refuse(request);
			SmsWebhookReception reception = receiver.receive(request, this.answers::add);
			reception.append(ByteBuffer.wrap(body));
			reception.complete();
			if (this.answers.poll(10, TimeUnit.SECONDS) != SmsWebhookAnswer.OK) {
				throw new AssertionError("not acknowledged");
			}
		}
	}

	private long allocated() {
		return Arrays.stream(this.threads.getThreadAllocatedBytes(this.threads.getAllThreadIds()))
			.filter((bytes) -> bytes > 0)
			.sum();
	}

	private void on(SmsEvent event) {
		this.events++;
	}

}
