package com.zonitel.sms.observability;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.inbox.listener.SmsListeners;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * {@link MeterBinder} for gauges of the listeners that hear each event.
 *
 * @since 0.1.0
 */
public class SmsListenerMetrics implements MeterBinder {

	private static final Log logger = LogFactory.getLog(SmsListenerMetrics.class);

	private final SmsListeners listeners;

	/**
	 * Create a new instance.
	 * @param listeners the listeners of the application
	 */
	public SmsListenerMetrics(SmsListeners listeners) {
		this.listeners = listeners;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Class<? extends SmsEvent> eventType : SmsListeners.EVENT_TYPES) {
			Gauge.builder("zonitel.sms.listeners", this, (metrics) -> metrics.count(eventType))
				.description("Listeners of the application that hear the event")
				.tag("event", EventType.of(eventType).tag())
				.register(registry);
		}
	}

	private double count(Class<? extends SmsEvent> eventType) {
		try {
			return this.listeners.find(eventType).size();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Listeners could not be counted", ex);
			return Double.NaN;
		}
	}

}
