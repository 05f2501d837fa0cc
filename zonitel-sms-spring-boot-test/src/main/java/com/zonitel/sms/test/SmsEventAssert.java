package com.zonitel.sms.test;

import java.util.Objects;
import java.util.function.Function;

import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsStatus;
import com.zonitel.sms.SmsStatusEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions for an {@link SmsEvent}.
 *
 * @since 0.1.0
 */
public class SmsEventAssert extends AbstractAssert<SmsEventAssert, SmsEvent> {

	SmsEventAssert(@Nullable SmsEvent actual) {
		super(actual, SmsEventAssert.class);
	}

	/**
	 * Verify the identifier of the message.
	 * @param id the identifier
	 * @return this
	 */
	public SmsEventAssert hasMessageId(String id) {
		return has("message id", id, SmsMessage::id);
	}

	/**
	 * Verify the sender.
	 * @param from the phone number
	 * @return this
	 */
	public SmsEventAssert hasFrom(String from) {
		return has("sender", from, SmsMessage::from);
	}

	/**
	 * Verify the recipient.
	 * @param to the phone number
	 * @return this
	 */
	public SmsEventAssert hasTo(String to) {
		return has("recipient", to, SmsMessage::to);
	}

	/**
	 * Verify the text.
	 * @param text the text
	 * @return this
	 */
	public SmsEventAssert hasText(String text) {
		return has("text", text, SmsMessage::text);
	}

	/**
	 * Verify that the message is one that the account received.
	 * @return this
	 */
	public SmsEventAssert isInbound() {
		return has("direction", SmsDirection.INBOUND, SmsMessage::direction);
	}

	/**
	 * Verify that the message is one that the account sent.
	 * @return this
	 */
	public SmsEventAssert isOutbound() {
		return has("direction", SmsDirection.OUTBOUND, SmsMessage::direction);
	}

	/**
	 * Verify that the event is one of a status after which none is expected to follow.
	 * @return this
	 */
	public SmsEventAssert isTerminal() {
		isInstanceOf(SmsStatusEvent.class);
		if (!((SmsStatusEvent) this.actual).isTerminal()) {
			failWithMessage("Expected a terminal status but was %s", this.actual);
		}
		return this;
	}

	/**
	 * Verify the state that the event tells of.
	 * @param status the state
	 * @return this
	 */
	public SmsEventAssert hasStatus(SmsStatus status) {
		isInstanceOf(SmsStatusEvent.class);
		SmsStatus actual = ((SmsStatusEvent) this.actual).status();
		if (actual != status) {
			throw failureWithActualExpected(actual, status, "Expected status to be <%s> but was <%s>", status, actual);
		}
		return this;
	}

	private static @Nullable SmsMessage messageOf(SmsEvent event) {
		if (event instanceof SmsReceivedEvent received) {
			return received.message();
		}
		if (event instanceof SmsStatusEvent status) {
			return status.message();
		}
		return (event instanceof SmsUnrecognizedEvent unrecognized) ? unrecognized.message() : null;
	}

	private SmsEventAssert has(String what, Object expected, Function<SmsMessage, @Nullable Object> property) {
		isNotNull();
		SmsMessage message = messageOf(this.actual);
		Object value = (message != null) ? property.apply(message) : null;
		if (!Objects.equals(value, expected)) {
			throw failureWithActualExpected(value, expected, "Expected %s to be <%s> but was <%s>", what, expected,
					value);
		}
		return this;
	}

}
