package com.zonitel.sms.notification;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmsNotificationParser}.
 */
class SmsNotificationParserTests {

	private static final String INBOUND = """
			{"status":"received","data":{"id":"11111111-aaaa-2222-bbbb-333333333333","segments":1,\
			"direction":"inbound","messageText":"Hello, this is a test SMS","from":"+10000000010",\
			"to":"+10000000020","medias":[]},"message":"SMS message received successfully"}""";

	private static final String DELIVERED = """
			{"status":"delivered","data":{"id":"44444444-cccc-5555-dddd-666666666666","segments":1,\
			"direction":"outbound","messageText":"Test outbound SMS with media","from":"+10000000020",\
			"to":"+10000000030","medias":["https://example.com/media1.jpg"]},\
			"message":"SMS message delivered successfully"}""";

	private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

	private final SmsNotificationParser parser = new SmsNotificationParser();

	@Test
	void readsTheDocumentedInboundExample() throws Exception {
		SmsEvent event = parse(INBOUND);
		assertThat(event).isInstanceOfSatisfying(SmsReceivedEvent.class, (received) -> {
			assertThat(received.notificationId()).isEqualTo("11111111-aaaa-2222-bbbb-333333333333:received");
			assertThat(received.message().id()).isEqualTo("11111111-aaaa-2222-bbbb-333333333333");
			assertThat(received.message().direction()).isEqualTo(SmsDirection.INBOUND);
			assertThat(received.message().from()).isEqualTo("+10000000010");
			assertThat(received.message().to()).isEqualTo("+10000000020");
			assertThat(received.message().text()).isEqualTo("Hello, this is a test SMS");
			assertThat(received.message().segments()).isOne();
			assertThat(received.message().mediaUrls()).isEmpty();
			assertThat(received.message().furtherFields()).isEmpty();
			assertThat(received.description()).isEqualTo("SMS message received successfully");
			assertThat(received.furtherFields()).isEmpty();
			assertThat(received.receivedAt()).isEqualTo(NOW);
		});
	}

	@Test
	void readsTheDocumentedStatusExample() throws Exception {
		assertThat(parse(DELIVERED)).isInstanceOfSatisfying(SmsDeliveredEvent.class, (delivered) -> {
			assertThat(delivered.message().mediaUrls()).containsExactly("https://example.com/media1.jpg");
			assertThat(delivered.isTerminal()).isTrue();
		});
	}

	@Test
	void eventsSurviveAJsonRoundTripAndMaskContent() throws Exception {
		JsonMapper mapper = new JsonMapper();
		String unrecognized = INBOUND.replace("received\"", "queued\"");
		for (String json : new String[] { INBOUND, DELIVERED, DELIVERED.replace("\"delivered\"", "\"sent\""),
				DELIVERED.replace("\"delivered\"", "\"failed\""), unrecognized, "{}" }) {
			SmsEvent event = parse(json);
			String written = mapper.writeValueAsString(event);
			assertThat(mapper.readValue(written, event.getClass())).isEqualTo(event);
			assertThat(mapper.readTree(written).propertyNames()).doesNotContain("terminal");
			assertThat(event.toString()).doesNotContain("+1000", "test SMS", "outbound SMS");
		}
	}

	@Test
	void unknownFieldsAndOddTypesAreKept() throws Exception {
		SmsEvent event = parse("""
				{"status":"failed","errorCode":30007,"data":{"id":"a",\
				"segments":"2","carrier":{"name":"x"},"medias":[1]}}
				""");
		assertThat(event.furtherFields()).containsEntry("errorCode", 30007);
		assertThat(event).isInstanceOfSatisfying(SmsFailedEvent.class, (failed) -> {
			SmsMessage message = failed.message();
			assertThat(message.direction()).isEqualTo(SmsDirection.OUTBOUND);
			assertThat(message.from()).isNull();
			assertThat(message.furtherFields()).containsOnlyKeys("segments", "carrier", "medias");
		});
	}

	@Test
	void numbersAreTakenAsText() throws Exception {
		assertThat(parse("""
				{"status":"received","data":{"id":1.10,"from":15550100010,"to":123456789012345678901234567890,\
				"messageText":4711}}""")).isInstanceOfSatisfying(SmsReceivedEvent.class, (event) -> {
			assertThat(event.notificationId()).isEqualTo("1.10:received");
			assertThat(event.message().id()).isEqualTo("1.10");
			assertThat(event.message().from()).isEqualTo("15550100010");
			assertThat(event.message().to()).isEqualTo("123456789012345678901234567890");
			assertThat(event.message().text()).isEqualTo("4711");
			assertThat(event.message().furtherFields()).isEmpty();
		});
	}

	@Test
	void lastOfFieldsWithTheSameNameCounts() throws Exception {
		assertThat(parse("""
				{"status":7,"status":"sent","message":"a","message":null,"x":{"a":1},"x":{"b":2,"b":null},\
				"data":{"id":"0","text":1},"data":{"id":"1","id":"2","from":"+1","from":null,"to":[],"to":"+2",\
				"segments":2,"segments":"3","medias":["a"],"medias":null,"y":1,"y":2}}"""))
			.isInstanceOfSatisfying(SmsSentEvent.class, (event) -> {
				assertThat(event.notificationId()).isEqualTo("2:sent");
				assertThat(event.description()).isNull();
				assertThat(event.furtherFields()).isEqualTo(Map.of("x", Collections.singletonMap("b", null)));
				assertThat(event.message()).isEqualTo(new SmsMessage("2", SmsDirection.OUTBOUND, null, "+2", "", 0,
						List.of(), Map.of("segments", "3", "y", 2)));
			});
	}

	@Test
	void dataWithoutAMessageIsKept() throws Exception {
		assertThat(parse("{\"status\":\"received\",\"data\":{\"id\":\" \",\"from\":1}}").furtherFields())
			.isEqualTo(Map.of("data", Map.of("id", " ", "from", "1")));
	}

	@Test
	void differentIdentifiersAreNeverTheSame() throws Exception {
		List<String> ids = List.of("\\ud800", "\\ud801", "\\udc00", "?", "\ufffd", "a b", "a\\u0000b");
		Set<String> notificationIds = new HashSet<>();
		for (String id : ids) {
			notificationIds.add(parse("{\"status\":\"sent\",\"data\":{\"id\":\"" + id + "\"}}").notificationId());
		}
		assertThat(notificationIds).hasSameSizeAs(ids);
	}

	@Test
	void unknownStatusIsUnrecognizedWithItsJson() throws Exception {
		String json = INBOUND.replace("received\"", "queued\"");
		assertThat(parse(json)).isInstanceOfSatisfying(SmsUnrecognizedEvent.class, (event) -> {
			assertThat(event.status()).isEqualTo("queued");
			assertThat(event.rawJson()).isEqualTo(json);
			assertThat(event.message()).isNotNull();
			assertThat(event.notificationId()).startsWith("sha256:").hasSizeLessThan(128);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"status\":null}", "{\"status\":\"received\"}",
			"{\"status\":\"received\",\"data\":null}", "{\"status\":\"received\",\"data\":{\"id\":true}}",
			"{\"status\":\"received\",\"status\":null,\"data\":{\"id\":\"7\"}}",
			"{\"status\":\"received\",\"data\":{\"id\":\"7\"},\"data\":null}",
			"{\"status\":[{\"a\":1e99999999999}],\"data\":[]}", "{\"a\":\"\\ud800\\u0000\"}", "\uFEFF{}" })
	void anyOtherObjectIsUnrecognized(String json) throws Exception {
		assertThat(parse(json)).isInstanceOf(SmsUnrecognizedEvent.class);
	}

	@Test
	void longNamesAndNumbersAreKept() throws Exception {
		String digits = "9".repeat(50_000);
		assertThat(parse("{\"" + "n".repeat(10_000) + "\":" + digits + "}").furtherFields())
			.containsEntry("n".repeat(10_000), digits);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "1", "\"a\"", "[]", "[{}]", "{", "{\"a\":1", "{\"a\":1}}", "{}{}", "{} x",
			"{\"a\":01}", "{'a':1}", "{\"a\":1,}", "{\"a\":NaN}", "{\"a\":\"\u0000\"}", "/**/{}" })
	void whatIsNotOneObjectIsMalformed(String json) {
		assertMalformed(json.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE" })
	void otherEncodingsAreMalformed(String charset) {
		assertMalformed("{\"a\":1}".getBytes(Charset.forName(charset)));
	}

	@Test
	void invalidUtf8IsMalformed() {
		assertMalformed(new byte[] { '{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}' });
		assertMalformed(new byte[] { '{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}' });
		assertMalformed(new byte[] { '{', '"', (byte) 0xFF, '"', ':', '1', '}' });
	}

	@Test
	void nestingIsLimitedTo64() throws Exception {
		assertThat(parse("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")).isNotNull();
		assertMalformed(("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}").getBytes(StandardCharsets.UTF_8));
	}

	private SmsEvent parse(String json) throws MalformedNotificationException {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		SmsNotification notification = this.parser.parse(body, NOW, CallerContext.EMPTY);
		assertThat(notification.body()).isSameAs(body);
		return notification.event();
	}

	private void assertMalformed(byte[] body) {
		assertThatExceptionOfType(MalformedNotificationException.class)
			.isThrownBy(() -> this.parser.parse(body, NOW, CallerContext.EMPTY));
	}

}
