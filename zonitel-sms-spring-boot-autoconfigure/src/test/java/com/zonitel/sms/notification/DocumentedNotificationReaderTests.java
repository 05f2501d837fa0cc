package com.zonitel.sms.notification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsStatusEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentedNotificationReader}.
 */
class DocumentedNotificationReaderTests {

	private static final Instant RECEIVED_AT = Instant.parse("2026-11-26T10:00:00Z");

	private static final String RECEIVED = """
			{"status":"received","data":{"id":"11111111-aaaa-2222-bbbb-333333333333","segments":1,\
			"direction":"inbound","messageText":"Hello","from":"+10000000010","to":"+10000000020",\
			"medias":[]},"message":"Received"}""";

	private static final String DELIVERED = """
			{ "message" : "Delivered" ,\r\n\t"data" : { "medias" : [ "https://example.com/1" , \
			"https://example.com/2" ] , "to" : "2" , "from" : "1" , "messageText" : "" , \
			"direction" : "outbound" , "segments" : 10 , "id" : "4" } , "status" : "delivered" }
			""";

	/**
	 * Bytes that change the structure of JSON, or are forbidden in it.
	 */
	private static final byte[] SIGNIFICANT = "{}[]:,\"\\/ \t\n\f019-+.eEnulltruefalseaidx'\0\u007f"
		.getBytes(StandardCharsets.US_ASCII);

	private final SmsNotificationParser parser = new SmsNotificationParser();

	@Test
	void readsTheDocumentedNotifications() {
		assertThat(read(RECEIVED)).isInstanceOfSatisfying(SmsReceivedEvent.class, (event) -> {
			assertThat(event.notificationId()).isEqualTo("11111111-aaaa-2222-bbbb-333333333333:received");
			assertThat(event.description()).isEqualTo("Received");
			assertThat(event.receivedAt()).isEqualTo(RECEIVED_AT);
			assertThat(event.message()).isEqualTo(new SmsMessage("11111111-aaaa-2222-bbbb-333333333333",
					SmsDirection.INBOUND, "+10000000010", "+10000000020", "Hello", 1, List.of(), Map.of()));
		});
		assertThat(read(DELIVERED)).isInstanceOfSatisfying(SmsStatusEvent.class,
				(event) -> assertThat(event.message()).isEqualTo(new SmsMessage("4", SmsDirection.OUTBOUND, "1", "2",
						"", 10, List.of("https://example.com/1", "https://example.com/2"), Map.of())));
	}

	@Test
	void whatIsNotSentIsAsTheParserHasIt() throws MalformedNotificationException {
		for (String status : List.of("received", "sent", "delivered", "failed")) {
			String json = "{\"status\":\"" + status + "\",\"data\":{\"id\":\"1\"}}";
			assertThat(read(json)).isNotNull().isEqualTo(parse(json));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{}", "[]", "null", "{\"status\":\"received\"}", "{\"data\":{\"id\":\"1\"}}",
			"{\"status\":\"received\",\"data\":{\"id\":\" \"}}", "{\"status\":\"received\",\"data\":{}}",
			"{\"status\":\"other\",\"data\":{\"id\":\"1\"}}", "{\"status\":\"received\",\"data\":{\"id\":1}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"id\":\"2\"}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"segments\":01}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"segments\":-1}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"segments\":1.0}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"segments\":2147483648}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"from\":null}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"messageText\":\"\\n\"}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"messageText\":\"ü\"}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\",\"further\":\"\"}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"1\"},\"further\":\"\"}" })
	void declinesTheRest(String json) {
		assertThat(read(json)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { RECEIVED, DELIVERED })
	void neverDiffersFromTheParserWhereverAByteIsChanged(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
		int read = 0;
		for (int position = 0; position <= bytes.length; position++) {
			for (byte significant : SIGNIFICANT) {
				read += assertSame(splice(bytes, position, position, significant));
				if (position < bytes.length) {
					read += assertSame(splice(bytes, position, position + 1, significant));
				}
			}
			if (position < bytes.length) {
				read += assertSame(splice(bytes, position, position + 1));
			}
		}
		assertThat(read).isGreaterThan(1_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { RECEIVED, DELIVERED })
	void neverDiffersFromTheParserWhereverTheBodyIsCutShort(String json) {
		for (int length = 0; length < json.stripTrailing().length(); length++) {
			String cut = json.substring(0, length);
			assertThat(read(cut)).isNull();
			assertThatExceptionOfType(MalformedNotificationException.class).isThrownBy(() -> parse(cut));
		}
	}

	private int assertSame(byte[] json) {
		SmsEvent event = DocumentedNotificationReader.read(json, RECEIVED_AT);
		if (event == null) {
			return 0;
		}
		try {
			assertThat(event).isEqualTo(this.parser.parse(json, RECEIVED_AT));
		}
		catch (MalformedNotificationException ex) {
			throw new AssertionError("Malformed: " + new String(json, StandardCharsets.ISO_8859_1), ex);
		}
		return 1;
	}

	private static byte[] splice(byte[] bytes, int from, int to, byte... replacement) {
		byte[] spliced = new byte[bytes.length - (to - from) + replacement.length];
		System.arraycopy(bytes, 0, spliced, 0, from);
		System.arraycopy(replacement, 0, spliced, from, replacement.length);
		System.arraycopy(bytes, to, spliced, from + replacement.length, bytes.length - to);
		return spliced;
	}

	private static SmsEvent read(String json) {
		return DocumentedNotificationReader.read(json.getBytes(StandardCharsets.UTF_8), RECEIVED_AT);
	}

	private SmsEvent parse(String json) throws MalformedNotificationException {
		return this.parser.parse(json.getBytes(StandardCharsets.UTF_8), RECEIVED_AT);
	}

}
