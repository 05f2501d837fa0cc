package com.zonitel.sms.observability;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsFailedEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import org.jspecify.annotations.Nullable;

/**
 * Types of events as values of a tag.
 */
enum EventType {

	RECEIVED, SENT, DELIVERED, FAILED, UNRECOGNIZED,

	/**
	 * There is no event.
	 */
	NONE;

	static final Set<EventType> ANY = EnumSet.complementOf(EnumSet.of(NONE));

	private final String tag = name().toLowerCase(Locale.ROOT);

	static EventType of(@Nullable SmsEvent event) {
		return (event != null) ? of(event.getClass()) : NONE;
	}

	static EventType of(Class<? extends SmsEvent> type) {
		if (type == SmsReceivedEvent.class) {
			return RECEIVED;
		}
		if (type == SmsDeliveredEvent.class) {
			return DELIVERED;
		}
		if (type == SmsSentEvent.class) {
			return SENT;
		}
		return (type == SmsFailedEvent.class) ? FAILED : UNRECOGNIZED;
	}

	String tag() {
		return this.tag;
	}

}
