package com.zonitel.sms.notification;

import java.util.Map;

/**
 * Strategy that returns the fields by which other processes recognize the trace of the
 * current thread.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TraceFields {

	/**
	 * Strategy of an application without traces.
	 */
	TraceFields NONE = Map::of;

	/**
	 * Return the fields that identify the current trace, such as {@code traceparent}.
	 * @return the fields by name, which must not be changed; empty if there is no trace
	 */
	Map<String, String> current();

}
