package com.zonitel.sms.observability;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * Default {@link SmsDeliveryObservationConvention}. Its keys and values hold nothing of a
 * message's content.
 *
 * @since 0.1.0
 */
public class DefaultSmsDeliveryObservationConvention implements SmsDeliveryObservationConvention {

	private static final KeyValue OUTCOME_UNKNOWN = KeyValue.of("outcome", "unknown");

	private static final KeyValue OUTCOME_SUCCESS = KeyValue.of("outcome", "success");

	private static final KeyValue OUTCOME_FAILURE = KeyValue.of("outcome", "failure");

	/**
	 * Create a new instance.
	 */
	public DefaultSmsDeliveryObservationConvention() {
	}

	@Override
	public String getName() {
		return "zonitel.sms.listener";
	}

	@Override
	public String getContextualName(SmsDeliveryObservationContext context) {
		return "sms " + EventType.of(context.getEvent()).tag();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SmsDeliveryObservationContext context) {
		return KeyValues.of(KeyValue.of("event", EventType.of(context.getEvent()).tag()), outcome(context),
				KeyValue.of("exception", exception(context)));
	}

	private static KeyValue outcome(SmsDeliveryObservationContext context) {
		if (!context.isDelivered()) {
			return OUTCOME_UNKNOWN;
		}
		return (context.getListenerException() != null) ? OUTCOME_FAILURE : OUTCOME_SUCCESS;
	}

	private static String exception(SmsDeliveryObservationContext context) {
		Throwable exception = context.getListenerException();
		if (exception == null) {
			return KeyValue.NONE_VALUE;
		}
		String name = exception.getClass().getSimpleName();
		return name.isEmpty() ? exception.getClass().getName() : name;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SmsDeliveryObservationContext context) {
		return KeyValues.of("zonitel.sms.notification.id", context.getEvent().notificationId());
	}

}
