package com.zonitel.sms.autoconfigure;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsFailedEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.observability.SmsOverview;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for what a native image would leave out: the scripts that
 * create the tables of the durable inbox, the records that become JSON in the actuator
 * and in whatever stores events, and the optional classes that are looked for by name.
 * db-scheduler needs none: notifications are not stored by Java serialization.
 */
class ZonitelSmsRuntimeHints implements RuntimeHintsRegistrar {

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("com/zonitel/sms/inbox/jdbc/schema-*.sql");
		this.bindings.registerReflectionHints(hints.reflection(), SmsOverview.class, SmsDeadLetter.class,
				SmsReceivedEvent.class, SmsSentEvent.class, SmsDeliveredEvent.class, SmsFailedEvent.class,
				SmsUnrecognizedEvent.class);
		hints.reflection()
			.registerTypeIfPresent(classLoader, "io.micrometer.context.ContextSnapshotFactory", (type) -> {
			});
		hints.reflection().registerTypeIfPresent(classLoader, "org.postgresql.PGStatement", (type) -> {
		});
	}

}
