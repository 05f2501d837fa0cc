package com.zonitel.sms.observability;

import com.zonitel.sms.inbox.RedactedException;
import com.zonitel.sms.inbox.SmsDeliveryObserver;
import com.zonitel.sms.notification.SmsNotification;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * {@link SmsDeliveryObserver} that makes an {@link Observation} of each delivery: a span
 * in the trace of the request, and a timer. Runs before other observers and includes
 * them.
 *
 * @since 0.1.0
 */
public class ObservedSmsDelivery implements SmsDeliveryObserver, Ordered {

	private static final SmsDeliveryObservationConvention DEFAULTS = new DefaultSmsDeliveryObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable SmsDeliveryObservationConvention convention;

	/**
	 * Create a new instance.
	 * @param registry the registry of observations
	 * @param convention the convention, or {@code null} for the default
	 */
	public ObservedSmsDelivery(ObservationRegistry registry, @Nullable SmsDeliveryObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	@SuppressWarnings("try")
	public void observe(SmsNotification notification, Runnable delivery) {
		if (this.registry.isNoop()) {
			delivery.run();
			return;
		}
		SmsDeliveryObservationContext context = new SmsDeliveryObservationContext(notification);
		Observation observation = Observation.createNotStarted(this.convention, DEFAULTS, () -> context, this.registry)
			.start();
		try (Observation.Scope scope = observation.openScope()) {
			delivery.run();
			context.delivered(null);
		}
		catch (Throwable ex) {
			context.delivered(ex);
			observation.error(RedactedException.of(ex));
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

}
