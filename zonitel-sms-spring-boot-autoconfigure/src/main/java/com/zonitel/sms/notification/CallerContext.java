package com.zonitel.sms.notification;

import java.util.Map;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.util.ClassUtils;

/**
 * Diagnostic context of the thread that received a notification (trace and MDC), for the
 * thread that runs the listeners.
 *
 * @since 0.1.0
 */
public final class CallerContext {

	/**
	 * A context with nothing in it.
	 */
	public static final CallerContext EMPTY = new CallerContext(null, null, Map.of());

	private static final boolean PROPAGATION_PRESENT = ClassUtils
		.isPresent("io.micrometer.context.ContextSnapshotFactory", CallerContext.class.getClassLoader());

	private final @Nullable Map<String, String> mdc;

	private final @Nullable Object snapshot;

	private final Map<String, String> propagationFields;

	private CallerContext(@Nullable Map<String, String> mdc, @Nullable Object snapshot,
			Map<String, String> propagationFields) {
		this.mdc = mdc;
		this.snapshot = snapshot;
		this.propagationFields = propagationFields;
	}

	/**
	 * Capture the context of the current thread, without the fields of its trace.
	 * @return the context
	 */
	public static CallerContext capture() {
		return capture(TraceFields.NONE);
	}

	/**
	 * Capture the context of the current thread.
	 * @param traceFields the strategy for the fields of the thread's trace
	 * @return the context
	 */
	public static CallerContext capture(TraceFields traceFields) {
		Map<String, String> mdc = MDC.getCopyOfContextMap();
		boolean emptyMdc = (mdc == null || mdc.isEmpty());
		Map<String, String> fields = traceFields.current();
		if (!PROPAGATION_PRESENT && emptyMdc && fields.isEmpty()) {
			return EMPTY;
		}
		return new CallerContext(emptyMdc ? null : mdc, PROPAGATION_PRESENT ? Propagation.capture() : null, fields);
	}

	/**
	 * Create a context from the fields that a durable inbox has stored.
	 * @param propagationFields the stored {@link #propagationFields()}
	 * @return the context
	 */
	public static CallerContext of(Map<String, String> propagationFields) {
		return propagationFields.isEmpty() ? EMPTY : new CallerContext(null, null, Map.copyOf(propagationFields));
	}

	/**
	 * Return the fields that identify the trace of the request beyond this process, such
	 * as {@code traceparent}. A durable inbox stores them with the notification.
	 * @return the fields by name, empty if there is no trace
	 */
	public Map<String, String> propagationFields() {
		return this.propagationFields;
	}

	/**
	 * Run the task in this context and restore the thread's own afterwards. What the task
	 * leaves in the MDC is removed.
	 * @param task the task
	 */
	public void run(Runnable task) {
		Map<String, String> previous = MDC.getCopyOfContextMap();
		if (this.mdc != null) {
			MDC.setContextMap(this.mdc);
		}
		try {
			if (this.snapshot != null) {
				Propagation.run(this.snapshot, task);
			}
			else {
				task.run();
			}
		}
		finally {
			if (previous != null && !previous.isEmpty()) {
				MDC.setContextMap(previous);
			}
			else {
				MDC.clear();
			}
		}
	}

	/**
	 * Calls to the library, in a class of their own since the library is optional.
	 */
	private static final class Propagation {

		private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder().build();

		static Object capture() {
			return FACTORY.captureAll();
		}

		static void run(Object snapshot, Runnable task) {
			((ContextSnapshot) snapshot).wrap(task).run();
		}

	}

}
