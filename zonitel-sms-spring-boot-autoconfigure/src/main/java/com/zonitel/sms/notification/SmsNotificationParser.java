package com.zonitel.sms.notification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsFailedEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the JSON that Zonitel sends. Any JSON object becomes an event. Fields that are
 * not documented, or not of the documented type, become further fields of the event. An
 * object of an unknown shape becomes an {@link SmsUnrecognizedEvent}.
 *
 * @since 0.1.0
 */
public final class SmsNotificationParser {

	/**
	 * Fields of the message whose numbers are taken as text, digit by digit.
	 */
	private static final Set<String> TEXT_FIELDS = Set.of("id", "from", "to", "messageText");

	private static final int MAX_ID_LENGTH = 100;

	private final JsonReader jsonReader = new JsonReader();

	/**
	 * Create a new instance.
	 */
	public SmsNotificationParser() {
	}

	/**
	 * Read one notification.
	 * @param body the bytes as received
	 * @param receivedAt the time of receipt
	 * @param context the diagnostic context of the request that brought the notification
	 * @return the notification
	 * @throws MalformedNotificationException if the bytes are not exactly one JSON object
	 * in UTF-8, or if it is nested more than 64 levels deep
	 */
	public SmsNotification parse(byte[] body, Instant receivedAt, CallerContext context)
			throws MalformedNotificationException {
		SmsEvent documented = DocumentedNotificationReader.read(body, receivedAt);
		return new SmsNotification((documented != null) ? documented : parse(body, receivedAt), body, context);
	}

	/**
	 * Read one notification of any shape.
	 * @param body the bytes as received
	 * @param receivedAt the time of receipt
	 * @return the event
	 * @throws MalformedNotificationException as the method above
	 */
	SmsEvent parse(byte[] body, Instant receivedAt) throws MalformedNotificationException {
		return toEvent(this.jsonReader.read(body, SmsNotificationParser::readField), body, receivedAt);
	}

	private static @Nullable Object readField(String name, JsonParser parser) {
		if (name.equals("data") && parser.currentToken() == JsonToken.START_OBJECT) {
			return JsonReader.readObject(parser, SmsNotificationParser::readMessageField);
		}
		return JsonReader.readValue(parser);
	}

	private static @Nullable Object readMessageField(String name, JsonParser parser) {
		boolean text = parser.currentToken().isNumeric() && TEXT_FIELDS.contains(name);
		return text ? parser.getString() : JsonReader.readValue(parser);
	}

	private static SmsEvent toEvent(Map<String, @Nullable Object> fields, byte[] body, Instant receivedAt) {
		String status = take(fields, "status", String.class);
		String description = take(fields, "message", String.class);
		SmsDirection usualDirection = (status != null) ? directionOf(status) : null;
		SmsMessage message = takeMessage(fields, usualDirection);
		if (status == null || usualDirection == null || message == null) {
			return new SmsUnrecognizedEvent("sha256:" + digest(body), status, message, description, fields,
					new String(body, StandardCharsets.UTF_8), receivedAt);
		}
		return toEvent(status, message, description, fields, receivedAt);
	}

	/**
	 * Return the event of a documented status.
	 * @param status the status, of which the direction is known
	 * @param message the message
	 * @param description the description by Zonitel, or {@code null}
	 * @param furtherFields the fields that are not documented
	 * @param receivedAt the time of receipt
	 * @return the event
	 * @see #directionOf
	 */
	static SmsEvent toEvent(String status, SmsMessage message, @Nullable String description,
			Map<String, @Nullable Object> furtherFields, Instant receivedAt) {
		String notificationId = notificationId(message.id(), status);
		return switch (status) {
			case "received" -> new SmsReceivedEvent(notificationId, message, description, furtherFields, receivedAt);
			case "sent" -> new SmsSentEvent(notificationId, message, description, furtherFields, receivedAt);
			case "delivered" -> new SmsDeliveredEvent(notificationId, message, description, furtherFields, receivedAt);
			default -> new SmsFailedEvent(notificationId, message, description, furtherFields, receivedAt);
		};
	}

	/**
	 * Return the usual direction of messages with a status.
	 * @param status the status
	 * @return the direction, or {@code null} if the status is not documented
	 */
	static @Nullable SmsDirection directionOf(String status) {
		return switch (status) {
			case "received" -> SmsDirection.INBOUND;
			case "sent", "delivered", "failed" -> SmsDirection.OUTBOUND;
			default -> null;
		};
	}

	private static @Nullable SmsMessage takeMessage(Map<String, @Nullable Object> fields,
			@Nullable SmsDirection usualDirection) {
		Map<String, @Nullable Object> data = asObject(fields.get("data"));
		if (data == null) {
			return null;
		}
		SmsDirection sentDirection = asDirection(data.get("direction"));
		SmsDirection direction = (sentDirection != null) ? sentDirection : usualDirection;
		if (direction == null || !(data.get("id") instanceof String id) || id.isBlank()) {
			return null;
		}
		fields.remove("data");
		data.remove("id");
		if (sentDirection != null || data.get("direction") == null) {
			data.remove("direction");
		}
		String from = take(data, "from", String.class);
		String to = take(data, "to", String.class);
		String text = take(data, "messageText", String.class);
		return new SmsMessage(id, direction, from, to, (text != null) ? text : "", takeSegments(data),
				takeMediaUrls(data), data);
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, @Nullable Object> asObject(@Nullable Object value) {
		return (value instanceof Map<?, ?>) ? (Map<String, @Nullable Object>) value : null;
	}

	private static @Nullable SmsDirection asDirection(@Nullable Object value) {
		if ("inbound".equals(value)) {
			return SmsDirection.INBOUND;
		}
		return "outbound".equals(value) ? SmsDirection.OUTBOUND : null;
	}

	private static int takeSegments(Map<String, @Nullable Object> data) {
		if (data.get("segments") instanceof Integer segments && segments < 0) {
			return 0;
		}
		Integer segments = take(data, "segments", Integer.class);
		return (segments != null) ? segments : 0;
	}

	private static List<String> takeMediaUrls(Map<String, @Nullable Object> data) {
		if (data.get("medias") instanceof List<?> list && !list.stream().allMatch(String.class::isInstance)) {
			return List.of();
		}
		List<?> mediaUrls = take(data, "medias", List.class);
		return (mediaUrls != null) ? mediaUrls.stream().map(String.class::cast).toList() : List.of();
	}

	/**
	 * Remove a field and return its value. A value of another type stays; {@code null}
	 * counts as not sent.
	 */
	private static <T> @Nullable T take(Map<String, @Nullable Object> fields, String name, Class<T> type) {
		Object value = fields.get(name);
		if (value != null && !type.isInstance(value)) {
			return null;
		}
		fields.remove(name);
		return type.cast(value);
	}

	private static String notificationId(String messageId, String status) {
		return (isPlain(messageId) ? messageId : "sha256:" + digest(utf16(messageId))) + ":" + status;
	}

	private static boolean isPlain(String messageId) {
		for (int i = 0; i < messageId.length(); i++) {
			char c = messageId.charAt(i);
			if (c <= ' ' || c >= 0x7f || c == '"' || c == '\'') {
				return false;
			}
		}
		return messageId.length() <= MAX_ID_LENGTH;
	}

	// an encoder replaces unpaired surrogates: different identifiers would become equal
	private static byte[] utf16(String string) {
		ByteBuffer bytes = ByteBuffer.allocate(string.length() * Character.BYTES);
		bytes.asCharBuffer().put(string);
		return bytes.array();
	}

	private static String digest(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
