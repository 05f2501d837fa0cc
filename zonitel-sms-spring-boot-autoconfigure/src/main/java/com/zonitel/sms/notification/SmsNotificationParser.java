package com.zonitel.sms.notification;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsFailedEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON that Zonitel sends. Any JSON object becomes an event: what is not of a
 * documented shape ends in the event's further fields or in an
 * {@link SmsUnrecognizedEvent}.
 *
 * @since 0.1.0
 */
public final class SmsNotificationParser {

	private static final int MAX_NESTING_DEPTH = 64;

	// longer ones stay text: the time to convert digits grows faster than their number
	private static final int MAX_NUMBER_LENGTH = 400;

	private static final int MAX_ID_LENGTH = 100;

	private final JsonFactory jsonFactory = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_NESTING_DEPTH)
			.maxNameLength(Integer.MAX_VALUE)
			.maxNumberLength(Integer.MAX_VALUE)
			.maxStringLength(Integer.MAX_VALUE)
			.build())
		.build();

	/**
	 * Read one notification.
	 * @param body the bytes as received
	 * @param receivedAt the time of receipt
	 * @param context the context in which the notification came
	 * @return the notification
	 * @throws MalformedNotificationException if the bytes are not exactly one JSON object
	 * in UTF-8, or if it is nested more than 64 levels deep
	 */
	public SmsNotification parse(byte[] body, Instant receivedAt, CallerContext context)
			throws MalformedNotificationException {
		checkUtf8(body);
		try (JsonParser parser = this.jsonFactory.createParser(ObjectReadContext.empty(), body)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new MalformedNotificationException("not a JSON object");
			}
			Content content = new Content();
			content.read(parser);
			if (parser.nextToken() != null) {
				throw new MalformedNotificationException("content after the JSON object");
			}
			return new SmsNotification(content.toEvent(body, receivedAt), body, context);
		}
		catch (JacksonException ex) {
			throw new MalformedNotificationException("not well-formed JSON, or nested too deeply");
		}
	}

	/**
	 * Refuse what is not strict UTF-8, which the JSON parser would let pass in part. A
	 * NUL byte is never legal in JSON; without one, and without the marks that are
	 * illegal in UTF-8, the parser has no reason to guess another encoding.
	 */
	private static void checkUtf8(byte[] body) throws MalformedNotificationException {
		boolean ascii = true;
		for (byte b : body) {
			if (b == 0) {
				throw new MalformedNotificationException("NUL byte");
			}
			ascii &= (b > 0);
		}
		if (!ascii) {
			try {
				StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
			}
			catch (CharacterCodingException ex) {
				throw new MalformedNotificationException("not valid UTF-8");
			}
		}
	}

	private static @Nullable Object readValue(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> readObject(parser);
			case START_ARRAY -> readArray(parser);
			case VALUE_STRING -> parser.getString();
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser);
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			default -> null;
		};
	}

	private static Object readNumber(JsonParser parser) {
		if (parser.getStringLength() <= MAX_NUMBER_LENGTH) {
			try {
				return parser.getNumberValueExact();
			}
			catch (JacksonException | ArithmeticException | NumberFormatException ex) {
				// an exponent beyond what Java can hold
			}
		}
		return parser.getString();
	}

	private static Map<String, @Nullable Object> readObject(JsonParser parser) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			object.put(name, readValue(parser));
		}
		return object;
	}

	private static List<@Nullable Object> readArray(JsonParser parser) {
		List<@Nullable Object> array = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			array.add(readValue(parser));
		}
		return array;
	}

	private static String digest(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The documented fields of one notification, and whatever else it has.
	 */
	private static final class Content {

		private final Map<String, @Nullable Object> furtherFields = new LinkedHashMap<>(0);

		private @Nullable String status;

		private @Nullable String description;

		private @Nullable Data data;

		void read(JsonParser parser) {
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String name = parser.currentName();
				JsonToken token = parser.nextToken();
				if (token == JsonToken.VALUE_STRING && name.equals("status")) {
					this.status = parser.getString();
				}
				else if (token == JsonToken.VALUE_STRING && name.equals("message")) {
					this.description = parser.getString();
				}
				else if (token == JsonToken.START_OBJECT && name.equals("data")) {
					this.data = new Data();
					this.data.read(parser);
				}
				else {
					this.furtherFields.put(name, readValue(parser));
				}
			}
		}

		SmsEvent toEvent(byte[] body, Instant receivedAt) {
			SmsEvent event = toKnownEvent(receivedAt);
			if (event != null) {
				return event;
			}
			SmsMessage message = (this.data != null) ? this.data.toMessage(null) : null;
			return new SmsUnrecognizedEvent("sha256:" + digest(body), this.status, message, this.description,
					this.furtherFields, new String(body, StandardCharsets.UTF_8), receivedAt);
		}

		private @Nullable SmsEvent toKnownEvent(Instant receivedAt) {
			if (this.status == null || this.data == null) {
				return null;
			}
			boolean received = this.status.equals("received");
			SmsMessage message = this.data.toMessage(received ? SmsDirection.INBOUND : SmsDirection.OUTBOUND);
			if (message == null) {
				return null;
			}
			return switch (this.status) {
				case "received" -> new SmsReceivedEvent(notificationId(message), message, this.description,
						this.furtherFields, receivedAt);
				case "sent" -> new SmsSentEvent(notificationId(message), message, this.description, this.furtherFields,
						receivedAt);
				case "delivered" -> new SmsDeliveredEvent(notificationId(message), message, this.description,
						this.furtherFields, receivedAt);
				case "failed" -> new SmsFailedEvent(notificationId(message), message, this.description,
						this.furtherFields, receivedAt);
				default -> null;
			};
		}

		private String notificationId(SmsMessage message) {
			String id = message.id();
			boolean plain = id.length() <= MAX_ID_LENGTH
					&& id.chars().allMatch((c) -> c > ' ' && c < 0x7f && c != '"' && c != '\'');
			return (plain ? id : "sha256:" + digest(id.getBytes(StandardCharsets.UTF_8))) + ":" + this.status;
		}

	}

	/**
	 * The {@code data} of a notification.
	 */
	private static final class Data {

		private final Map<String, @Nullable Object> furtherFields = new LinkedHashMap<>(0);

		private @Nullable String id;

		private @Nullable SmsDirection direction;

		private @Nullable String from;

		private @Nullable String to;

		private String text = "";

		private int segments;

		private List<String> mediaUrls = List.of();

		void read(JsonParser parser) {
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String name = parser.currentName();
				parser.nextToken();
				Object value = readValue(parser);
				if (!take(name, value)) {
					this.furtherFields.put(name, value);
				}
			}
		}

		private boolean take(String name, @Nullable Object value) {
			return switch (name) {
				case "id" -> (value instanceof String string) && take(string, (it) -> this.id = it);
				case "from" -> (value instanceof String string) && take(string, (it) -> this.from = it);
				case "to" -> (value instanceof String string) && take(string, (it) -> this.to = it);
				case "messageText" -> (value instanceof String string) && take(string, (it) -> this.text = it);
				case "direction" -> takeDirection(value);
				case "segments" -> takeSegments(value);
				case "medias" -> takeMedias(value);
				default -> false;
			};
		}

		private static boolean take(String value, Consumer<String> field) {
			field.accept(value);
			return true;
		}

		private boolean takeDirection(@Nullable Object value) {
			if ("inbound".equals(value) || "outbound".equals(value)) {
				this.direction = "inbound".equals(value) ? SmsDirection.INBOUND : SmsDirection.OUTBOUND;
				return true;
			}
			return false;
		}

		private boolean takeSegments(@Nullable Object value) {
			if (value instanceof Integer number) {
				this.segments = number;
				return true;
			}
			return false;
		}

		private boolean takeMedias(@Nullable Object value) {
			if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
				this.mediaUrls = list.stream().map(String.class::cast).toList();
				return true;
			}
			return false;
		}

		@Nullable SmsMessage toMessage(@Nullable SmsDirection fallback) {
			SmsDirection resolved = (this.direction != null) ? this.direction : fallback;
			if (this.id == null || this.id.isBlank() || resolved == null) {
				return null;
			}
			return new SmsMessage(this.id, resolved, this.from, this.to, this.text, this.segments, this.mediaUrls,
					this.furtherFields);
		}

	}

}
