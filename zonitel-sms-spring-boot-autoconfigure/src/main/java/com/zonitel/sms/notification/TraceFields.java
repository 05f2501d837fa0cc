package com.zonitel.sms.notification;

import java.util.Map;

/**
 * Strategy that tells the fields that identify the trace of the current thread beyond
 * this process.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TraceFields {

	/**
	 * There are no traces.
	 */
	TraceFields NONE = Map::of;

	/**
	 * Return the fields that identify the current trace, such as {@code traceparent}.
	 * @return the fields by name, which must not be changed; empty if there is no trace
	 */
	Map<String, String> current();

}
