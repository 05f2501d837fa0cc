package com.zonitel.sms.notification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads notifications that are exactly as documented, in ASCII and without escapes, which
 * most are. Declines all others, which are left to the JSON parser: it is several times
 * slower. Every event that this reader returns is the one that the JSON parser leads to.
 */
final class DocumentedNotificationReader {

	private static final int MAX_DIGITS = 9;

	private final byte[] json;

	private int position;

	/**
	 * Range of the string that was read last, without its quotes.
	 */
	private int start;

	private int end;

	private @Nullable String status;

	private @Nullable String description;

	private boolean messageRead;

	private @Nullable String id;

	private @Nullable SmsDirection direction;

	private @Nullable String from;

	private @Nullable String to;

	private @Nullable String text;

	private @Nullable Integer segments;

	private @Nullable List<String> mediaUrls;

	private DocumentedNotificationReader(byte[] json) {
		this.json = json;
	}

	/**
	 * Read a notification.
	 * @param json the bytes as received
	 * @param receivedAt the time of receipt
	 * @return the event, or {@code null} if the bytes are anything else
	 */
	static @Nullable SmsEvent read(byte[] json, Instant receivedAt) {
		DocumentedNotificationReader reader = new DocumentedNotificationReader(json);
		return reader.readNotification() ? reader.toEvent(receivedAt) : null;
	}

	private @Nullable SmsEvent toEvent(Instant receivedAt) {
		if (this.status == null || this.id == null || this.id.isBlank()) {
			return null;
		}
		SmsDirection usualDirection = SmsNotificationParser.directionOf(this.status);
		SmsDirection direction = (this.direction != null) ? this.direction : usualDirection;
		if (usualDirection == null || direction == null) {
			return null;
		}
		SmsMessage message = new SmsMessage(this.id, direction, this.from, this.to,
				(this.text != null) ? this.text : "", (this.segments != null) ? this.segments : 0,
				(this.mediaUrls != null) ? this.mediaUrls : List.of(), Map.of());
		return SmsNotificationParser.toEvent(this.status, message, this.description, Map.of(), receivedAt);
	}

	private boolean readNotification() {
		if (!skip('{')) {
			return false;
		}
		do {
			if (!readName() || !readField()) {
				return false;
			}
		}
		while (skip(','));
		boolean closed = skip('}');
		skipWhitespace();
		return closed && this.position == this.json.length;
	}

	// a field that is there twice is left to the JSON parser, as one that is not known
	private boolean readField() {
		if (this.status == null && stringIs("status")) {
			this.status = readText();
			return this.status != null;
		}
		if (!this.messageRead && stringIs("data")) {
			this.messageRead = true;
			return readMessage();
		}
		if (this.description == null && stringIs("message")) {
			this.description = readText();
			return this.description != null;
		}
		return false;
	}

	private boolean readMessage() {
		if (!skip('{')) {
			return false;
		}
		do {
			if (!readName() || !readMessageField()) {
				return false;
			}
		}
		while (skip(','));
		return skip('}');
	}

	private boolean readMessageField() {
		if (this.id == null && stringIs("id")) {
			this.id = readText();
			return this.id != null;
		}
		if (this.segments == null && stringIs("segments")) {
			this.segments = readInteger();
			return this.segments != null;
		}
		if (this.direction == null && stringIs("direction")) {
			this.direction = readDirection();
			return this.direction != null;
		}
		if (this.text == null && stringIs("messageText")) {
			this.text = readText();
			return this.text != null;
		}
		if (this.from == null && stringIs("from")) {
			this.from = readText();
			return this.from != null;
		}
		if (this.to == null && stringIs("to")) {
			this.to = readText();
			return this.to != null;
		}
		if (this.mediaUrls == null && stringIs("medias")) {
			this.mediaUrls = readTexts();
			return this.mediaUrls != null;
		}
		return false;
	}

	private @Nullable SmsDirection readDirection() {
		if (!readString()) {
			return null;
		}
		if (stringIs("inbound")) {
			return SmsDirection.INBOUND;
		}
		return stringIs("outbound") ? SmsDirection.OUTBOUND : null;
	}

	private @Nullable List<String> readTexts() {
		if (!skip('[')) {
			return null;
		}
		if (skip(']')) {
			return List.of();
		}
		List<String> texts = new ArrayList<>();
		do {
			String text = readText();
			if (text == null) {
				return null;
			}
			texts.add(text);
		}
		while (skip(','));
		return skip(']') ? texts : null;
	}

	/**
	 * Read a number that has digits only.
	 */
	private @Nullable Integer readInteger() {
		skipWhitespace();
		int first = this.position;
		int value = 0;
		while (isAtDigit() && this.position - first < MAX_DIGITS) {
			value = value * 10 + this.json[this.position] - '0';
			this.position++;
		}
		int digits = this.position - first;
		return (digits == 1 || (digits > 1 && this.json[first] != '0')) ? value : null;
	}

	private boolean isAtDigit() {
		return this.position < this.json.length && this.json[this.position] >= '0' && this.json[this.position] <= '9';
	}

	private @Nullable String readText() {
		return readString() ? new String(this.json, this.start, this.end - this.start, StandardCharsets.US_ASCII)
				: null;
	}

	private boolean readName() {
		return readString() && skip(':');
	}

	private boolean readString() {
		if (!skip('"')) {
			return false;
		}
		int next = this.position;
		while (next < this.json.length && isPlain(this.json[next])) {
			next++;
		}
		this.start = this.position;
		this.end = next;
		return skip('"', next);
	}

	// the bytes of characters beyond ASCII are negative
	private static boolean isPlain(byte b) {
		return b >= ' ' && b != '"' && b != '\\';
	}

	private boolean stringIs(String expected) {
		int length = this.end - this.start;
		if (length != expected.length()) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (this.json[this.start + i] != expected.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private boolean skip(char expected) {
		skipWhitespace();
		return skip(expected, this.position);
	}

	private boolean skip(char expected, int at) {
		boolean found = at < this.json.length && this.json[at] == expected;
		if (found) {
			this.position = at + 1;
		}
		return found;
	}

	private void skipWhitespace() {
		while (this.position < this.json.length && isWhitespace(this.json[this.position])) {
			this.position++;
		}
	}

	private static boolean isWhitespace(byte b) {
		return b == ' ' || b == '\n' || b == '\r' || b == '\t';
	}

}
