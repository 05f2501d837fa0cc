package com.zonitel.sms.observability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * {@link SmsWebhookObserver} that counts requests and times acknowledgements. All meters
 * are registered beforehand, so that a request looks up none and each starts at zero.
 *
 * @since 0.1.0
 */
public class SmsWebhookMetrics implements SmsWebhookObserver {

	/**
	 * Upper bounds of the histogram of acknowledgements. Zonitel waits for 5 seconds.
	 */
	private static final Duration[] BUCKETS = { Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
			Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
			Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4),
			Duration.ofSeconds(5) };

	private final Map<SmsWebhookAnswer, Map<EventType, Counter>> answers = new EnumMap<>(SmsWebhookAnswer.class);

	private final Map<EventType, Counter> duplicates;

	private final Counter aborted;

	private final List<Counter> secrets = new ArrayList<>();

	private final Counter otherSecret;

	private final Timer acknowledged;

	private final Timer refused;

	/**
	 * Create a new instance.
	 * @param registry the registry of meters
	 * @param secrets the number of secrets that callers may use
	 */
	public SmsWebhookMetrics(MeterRegistry registry, int secrets) {
		for (SmsWebhookAnswer answer : SmsWebhookAnswer.values()) {
			String outcome = (answer != SmsWebhookAnswer.OK) ? answer.name().toLowerCase(Locale.ROOT) : "accepted";
			this.answers.put(answer, counters(registry, outcome, types(answer)));
		}
		this.duplicates = counters(registry, "duplicate", EventType.ANY);
		this.aborted = counter(registry, "aborted", EventType.NONE);
		for (int i = 0; i < secrets; i++) {
			this.secrets.add(secretCounter(registry, String.valueOf(i)));
		}
		this.otherSecret = secretCounter(registry, "other");
		this.acknowledged = timer(registry, true);
		this.refused = timer(registry, false);
	}

	private static Set<EventType> types(SmsWebhookAnswer answer) {
		return switch (answer) {
			case OK, LISTENER_FAILED -> EventType.ANY;
			case UNAVAILABLE -> EnumSet.allOf(EventType.class);
			default -> EnumSet.of(EventType.NONE);
		};
	}

	private static Map<EventType, Counter> counters(MeterRegistry registry, String outcome, Set<EventType> types) {
		Map<EventType, Counter> counters = new EnumMap<>(EventType.class);
		for (EventType type : types) {
			counters.put(type, counter(registry, outcome, type));
		}
		return counters;
	}

	private static Counter counter(MeterRegistry registry, String outcome, EventType type) {
		return Counter.builder("zonitel.sms.webhook.notifications")
			.description("Requests to the SMS webhook by what became of them")
			.tag("outcome", outcome)
			.tag("status", type.tag())
			.register(registry);
	}

	private static Counter secretCounter(MeterRegistry registry, String position) {
		return Counter.builder("zonitel.sms.webhook.secret")
			.description("Authenticated requests to the SMS webhook by the position of the secret used")
			.tag("position", position)
			.register(registry);
	}

	private static Timer timer(MeterRegistry registry, boolean acknowledged) {
		return Timer.builder("zonitel.sms.webhook.acknowledgement")
			.description("Time from the head of an authenticated request to the answer")
			.tag("acknowledged", String.valueOf(acknowledged))
			.serviceLevelObjectives(BUCKETS)
			.register(registry);
	}

	@Override
	public void authenticated(int secretPosition) {
		((secretPosition < this.secrets.size()) ? this.secrets.get(secretPosition) : this.otherSecret).increment();
	}

	@Override
	public void refused(SmsWebhookAnswer answer) {
		increment(this.answers.get(answer), EventType.NONE);
	}

	@Override
	public void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
			long nanos) {
		EventType type = EventType.of((notification != null) ? notification.event() : null);
		increment((receipt != Receipt.DUPLICATE) ? this.answers.get(answer) : this.duplicates, type);
		((answer == SmsWebhookAnswer.OK) ? this.acknowledged : this.refused).record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void aborted() {
		this.aborted.increment();
	}

	private static void increment(@Nullable Map<EventType, Counter> counters, EventType type) {
		Counter counter = (counters != null) ? counters.get(type) : null;
		if (counter != null) {
			counter.increment();
		}
	}

}
