package com.zonitel.sms.webhook;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Removes texts, phone numbers and credentials from a request. The structure of the JSON
 * stays, and so do names, types, statuses and codes. Other text is replaced by text of
 * the same format and of the same length, in characters and in bytes of UTF-8. An
 * identifier is replaced by another one of the same format, and always by the same one
 * until the application ends.
 */
final class CaptureRedaction {

	private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{7}");

	private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_.$-]{0,63}");

	private static final Pattern IDENTIFIER_NAME = Pattern.compile("(?i:id|uuid|guid)|.*(Id|ID|[_-]id|Uuid|UUID)");

	private static final int SHORT = 6;

	private static final Set<String> NAMES_OF_WORDS = Set.of("status", "direction", "event", "eventtype", "type",
			"code", "errorcode");

	private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.]{1,32}");

	private static final Set<String> NAMES_OF_CONTENT = Set.of("from", "to", "messagetext", "text", "body");

	// the descriptions that Zonitel documents
	private static final Pattern DESCRIPTION = Pattern.compile("SMS message [a-z]{1,16} successfully");

	private static final Set<String> PLAIN_HEADERS = Set.of("accept", "accept-encoding", "connection",
			"content-encoding", "content-length", "content-type", "expect", "transfer-encoding", "user-agent");

	private static final int MAX_HEADER_LENGTH = 100;

	private static final Pattern HEADER_PART = Pattern.compile("[^\\s=,;:\"]+");

	private static final Pattern DIGIT = Pattern.compile("[0-9]");

	private static final Pattern DIGITS = Pattern.compile("[0-9]+");

	private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]+");

	private static final JsonFactory jsonFactory = new JsonFactory();

	private final SecretKeySpec key;

	CaptureRedaction() {
		byte[] random = new byte[32];
		new SecureRandom().nextBytes(random);
		this.key = new SecretKeySpec(random, "HmacSHA256");
	}

	/**
	 * Redact the value of a header. The values of a few headers are kept; any other value
	 * is replaced by the lengths and alphabets of its parts.
	 * @param name the name of the header
	 * @param value the value
	 * @return the redacted value
	 */
	String headerValue(String name, String value) {
		if (PLAIN_HEADERS.contains(name.toLowerCase(Locale.ROOT)) && value.length() <= MAX_HEADER_LENGTH
				&& !LONG_NUMBER.matcher(value).find()) {
			return value;
		}
		return HEADER_PART.matcher(value).replaceAll(CaptureRedaction::describe);
	}

	private static String describe(MatchResult part) {
		String value = part.group();
		String alphabet = "text";
		if (DIGITS.matcher(value).matches()) {
			alphabet = "digits";
		}
		else if (HEX.matcher(value).matches()) {
			alphabet = "hex";
		}
		else if (BASE64.matcher(value).matches()) {
			alphabet = "base64";
		}
		return "<" + value.length() + " " + alphabet + ">";
	}

	/**
	 * Redact a name, unless it looks like an identifier of a program.
	 * @param name the name of a header or a property
	 * @return the redacted name
	 */
	String name(String name) {
		return (NAME.matcher(name).matches() && !LONG_NUMBER.matcher(name).find()) ? name : format(name);
	}

	/**
	 * Redact one JSON value.
	 * @param body the bytes
	 * @return the redacted JSON, or {@code null} if the bytes are not JSON
	 */
	@Nullable String json(byte[] body) {
		StringWriter writer = new StringWriter();
		try (JsonParser parser = jsonFactory.createParser(ObjectReadContext.empty(), body);
				JsonGenerator generator = jsonFactory.createGenerator(ObjectWriteContext.empty(), writer)) {
			boolean complete = false;
			JsonToken token = parser.nextToken();
			while (token != null && !complete) {
				copy(token, parser, generator);
				complete = parser.streamReadContext().inRoot();
				token = parser.nextToken();
			}
			generator.flush();
			return (complete && token == null) ? writer.toString() : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private void copy(JsonToken token, JsonParser parser, JsonGenerator generator) {
		switch (token) {
			case START_OBJECT -> generator.writeStartObject();
			case END_OBJECT -> generator.writeEndObject();
			case START_ARRAY -> generator.writeStartArray();
			case END_ARRAY -> generator.writeEndArray();
			case PROPERTY_NAME -> generator.writeName(name(parser.currentName()));
			case VALUE_STRING -> generator.writeString(string(nameOf(parser), parser.getString()));
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
				generator.writeNumber(number(nameOf(parser), parser.getString()));
			case VALUE_TRUE, VALUE_FALSE -> generator.writeBoolean(token == JsonToken.VALUE_TRUE);
			default -> generator.writeNull();
		}
	}

	// a value in an array has the name of the array
	private static String nameOf(JsonParser parser) {
		TokenStreamContext context = parser.streamReadContext();
		while (context != null && context.currentName() == null) {
			context = context.getParent();
		}
		return (context != null) ? context.currentName() : "";
	}

	private String string(String name, String value) {
		if (IDENTIFIER_NAME.matcher(name).matches()) {
			return identifier(value);
		}
		boolean word = NAMES_OF_WORDS.contains(plain(name)) && WORD.matcher(value).matches()
				&& !LONG_NUMBER.matcher(value).find();
		return (word || (name.equals("message") && DESCRIPTION.matcher(value).matches())) ? value : format(value);
	}

	private String number(String name, String value) {
		if (value.length() <= SHORT && !NAMES_OF_CONTENT.contains(plain(name))) {
			return value;
		}
		boolean identifier = IDENTIFIER_NAME.matcher(name).matches() && DIGITS.matcher(value).matches();
		String redacted = identifier ? identifier(value) : DIGIT.matcher(value).replaceAll("0");
		int start = value.startsWith("-") ? 1 : 0;
		// JSON allows a leading zero only in numbers below one
		char first = (value.charAt(start) == '0') ? '0' : '1';
		return redacted.substring(0, start) + first + redacted.substring(start + 1);
	}

	private static String plain(String name) {
		return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
	}

	private String identifier(String value) {
		return (value.length() <= SHORT) ? value : replace(value, new SplittableRandom(seed(value)));
	}

	private long seed(String value) {
		try {
			Mac mac = Mac.getInstance(this.key.getAlgorithm());
			mac.init(this.key);
			return ByteBuffer.wrap(mac.doFinal(value.getBytes(StandardCharsets.UTF_8))).getLong();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String format(String value) {
		return replace(value, null);
	}

	private static String replace(String value, @Nullable SplittableRandom random) {
		StringBuilder replaced = new StringBuilder(value.length());
		value.codePoints().forEach((c) -> {
			if (c >= '0' && c <= '9') {
				replaced.append((random != null) ? (char) ('0' + random.nextInt(10)) : '0');
			}
			else if (c >= 'a' && c <= 'z') {
				replaced.append((random != null) ? (char) ('a' + random.nextInt((c <= 'f') ? 6 : 26)) : 'x');
			}
			else if (c >= 'A' && c <= 'Z') {
				replaced.append((random != null) ? (char) ('A' + random.nextInt((c <= 'F') ? 6 : 26)) : 'X');
			}
			else {
				replaced.append((c < 0x80) ? String.valueOf((char) c) : alike(c));
			}
		});
		return replaced.toString();
	}

	// returns a character that takes as many bytes in UTF-8 as the given one
	private static String alike(int c) {
		if (c < 0x800) {
			return "\u00e9";
		}
		return (c < 0x10000) ? "\u8a9e" : "\ud83d\ude00";
	}

	/**
	 * Classify a body that is not JSON.
	 * @param body the bytes
	 * @return the kind of the content, such as {@code markup} or {@code form}
	 */
	static String kind(byte[] body) {
		String text;
		try {
			text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString().strip();
		}
		catch (CharacterCodingException ex) {
			return "binary";
		}
		if (text.isEmpty()) {
			return "empty";
		}
		return switch (text.charAt(0)) {
			case '{', '[' -> "broken JSON";
			case '<' -> "markup";
			default -> text.matches("(?s)[^\\s=&]+=.*") ? "form" : "text";
		};
	}

}
