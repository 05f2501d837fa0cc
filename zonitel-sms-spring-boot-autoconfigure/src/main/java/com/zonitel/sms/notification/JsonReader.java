package com.zonitel.sms.notification;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON object in strict UTF-8 into a map. Of fields with the same name the last
 * one counts.
 */
final class JsonReader {

	private static final int MAX_NESTING_DEPTH = 64;

	/**
	 * Longest number that is converted: the time to convert digits grows faster than
	 * their number.
	 */
	private static final int MAX_NUMBER_LENGTH = 400;

	private final JsonFactory jsonFactory = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_NESTING_DEPTH)
			.maxNameLength(Integer.MAX_VALUE)
			.maxNumberLength(Integer.MAX_VALUE)
			.maxStringLength(Integer.MAX_VALUE)
			.build())
		.build();

	/**
	 * Read the bytes, which must be one JSON object.
	 * @param json the bytes
	 * @param values the reader of the values of its fields
	 * @return the values by name
	 * @throws MalformedNotificationException if the bytes are anything else, or are
	 * nested too deeply
	 */
	Map<String, @Nullable Object> read(byte[] json, ValueReader values) throws MalformedNotificationException {
		checkUtf8(json);
		try (JsonParser parser = this.jsonFactory.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new MalformedNotificationException("not a JSON object");
			}
			Map<String, @Nullable Object> object = readObject(parser, values);
			if (parser.nextToken() != null) {
				throw new MalformedNotificationException("content after the JSON object");
			}
			return object;
		}
		catch (JacksonException ex) {
			throw new MalformedNotificationException("not well-formed JSON, or nested too deeply");
		}
	}

	/**
	 * Refuse bytes that are not strict UTF-8, some of which the JSON parser accepts. NUL
	 * bytes are refused as well: the parser takes bytes that hold one for UTF-16 or
	 * UTF-32.
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

	/**
	 * Read the object at which the parser stands.
	 * @param parser the parser
	 * @param values the reader of the values of its fields
	 * @return the values by name
	 */
	static Map<String, @Nullable Object> readObject(JsonParser parser, ValueReader values) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			object.put(name, values.read(name, parser));
		}
		return object;
	}

	/**
	 * Read the value at which the parser stands.
	 * @param parser the parser
	 * @return a string, number, boolean, list, map or {@code null}; a number that Java
	 * cannot hold, or that is too long to be converted, is a string
	 */
	static @Nullable Object readValue(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> readObject(parser, (name, it) -> readValue(it));
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
				// Java cannot hold the exponent, so that the number stays text
			}
		}
		return parser.getString();
	}

	private static List<@Nullable Object> readArray(JsonParser parser) {
		List<@Nullable Object> array = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			array.add(readValue(parser));
		}
		return array;
	}

	/**
	 * Reads the value of one field.
	 */
	@FunctionalInterface
	interface ValueReader {

		/**
		 * Read the value at which the parser stands.
		 * @param name the name of the field
		 * @param parser the parser
		 * @return the value
		 */
		@Nullable Object read(String name, JsonParser parser);

	}

}
