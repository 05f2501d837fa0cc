package com.zonitel.sms.observability;

import java.util.HashMap;
import java.util.Map;

import com.zonitel.sms.notification.TraceFields;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

/**
 * {@link TraceFields} of a {@link Tracer}, in the format that the application propagates.
 *
 * @since 0.1.0
 */
public class TracerTraceFields implements TraceFields {

	private final Tracer tracer;

	private final Propagator propagator;

	/**
	 * Create a new instance.
	 * @param tracer the tracer
	 * @param propagator the propagator
	 */
	public TracerTraceFields(Tracer tracer, Propagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	@Override
	public Map<String, String> current() {
		TraceContext context = this.tracer.currentTraceContext().context();
		if (context == null) {
			return Map.of();
		}
		Map<String, String> fields = new HashMap<>(4);
		this.propagator.inject(context, fields, (carrier, name, value) -> {
			if (carrier != null) {
				carrier.put(name, value);
			}
		});
		return fields;
	}

}
