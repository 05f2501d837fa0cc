package com.zonitel.sms.observability;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} for deliveries to the listeners of the application. A
 * bean of this type replaces the default.
 *
 * @since 0.1.0
 */
public interface SmsDeliveryObservationConvention extends ObservationConvention<SmsDeliveryObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SmsDeliveryObservationContext;
	}

}
