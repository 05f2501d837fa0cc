package com.zonitel.sms.observability;

import java.util.Map;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.notification.SmsNotification;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * {@link ReceiverContext} of one delivery to the listeners of the application. Its
 * carrier holds the fields that identify the trace of the request that brought the
 * notification.
 *
 * @since 0.1.0
 */
public class SmsDeliveryObservationContext extends ReceiverContext<Map<String, String>> {

	private final SmsEvent event;

	private boolean delivered;

	private @Nullable Throwable listenerException;

	/**
	 * Create a new instance.
	 * @param notification the notification that is delivered
	 */
	public SmsDeliveryObservationContext(SmsNotification notification) {
		super(Map::get, Kind.CONSUMER);
		setCarrier(notification.context().propagationFields());
		this.event = notification.event();
	}

	/**
	 * Return the event that is published to listeners.
	 * @return the event
	 */
	public SmsEvent getEvent() {
		return this.event;
	}

	/**
	 * Return whether the listeners have returned or thrown.
	 * @return {@code false} while they run
	 */
	public boolean isDelivered() {
		return this.delivered;
	}

	/**
	 * Return the exception that a listener threw. Its message may quote the SMS, whereas
	 * {@link #getError()} is a copy without messages.
	 * @return the exception, or {@code null} if no listener has thrown one
	 */
	public @Nullable Throwable getListenerException() {
		return this.listenerException;
	}

	void delivered(@Nullable Throwable listenerException) {
		this.delivered = true;
		this.listenerException = listenerException;
	}

}
