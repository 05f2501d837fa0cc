package com.zonitel.sms.webhook;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CaptureRedaction}.
 */
class CaptureRedactionTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final String REDACTED = "[\\x00-\\x7f&&[^A-Za-z1-9]]|[xX\u00e9\u8a9e]|\ud83d\ude00";

	private final CaptureRedaction redaction = new CaptureRedaction();

	@Test
	void documentedNotificationKeepsItsShape() {
		JsonNode redacted = redact("""
				{"status":"delivered","data":{"id":"44444444-cccc-5555-dddd-666666666666","segments":1,
				"direction":"outbound","messageText":"Test outbound SMS with media, 50%","from":"+10000000020",
				"to":"+15550177702","medias":["https://example.com/media1.jpg"]},
				"message":"SMS message delivered successfully"}""");
		String id = redacted.path("data").path("id").stringValue();
		assertThat(id).matches("[0-9]{8}-[a-f]{4}-[0-9]{4}-[a-f]{4}-[0-9]{12}")
			.isNotEqualTo("44444444-cccc-5555-dddd-666666666666");
		assertThat(redacted.toString()).isEqualTo("{\"status\":\"delivered\",\"data\":{\"id\":\"" + id
				+ "\",\"segments\":1,\"direction\":\"outbound\",\"messageText\":\"Xxxx xxxxxxxx XXX xxxx xxxxx, 00%\","
				+ "\"from\":\"+00000000000\",\"to\":\"+00000000000\",\"medias\":[\"xxxxx://xxxxxxx.xxx/xxxxx0.xxx\"]},"
				+ "\"message\":\"SMS message delivered successfully\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"errorCode":"E-30003"}                 | {"errorCode":"X-00000"}
			{"errorCode":"CARRIER_REJECTED"}        | {"errorCode":"CARRIER_REJECTED"}
			{"error_code":30003}                    | {"error_code":30003}
			{"status":"anybody at home?"}           | {"status":"xxxxxxx xx xxxx?"}
			{"status":"15550177702"}                | {"status":"00000000000"}
			{"message":"Not sent to +15550177702"}  | {"message":"Xxx xxxx xx +00000000000"}
			{"at":"2026-11-25T02:10:59.123Z"}       | {"at":"0000-00-00X00:00:00.000X"}
			{"at":1764036659}                       | {"at":1000000000}
			{"at":1764036659123}                    | {"at":1000000000000}
			{"from":15550177702,"to":12345}         | {"from":10000000000,"to":10000}
			{"price":-0.0075123,"x":1.5e10}         | {"price":-0.0000000,"x":1.5e10}
			{"x":12345.5e10}                        | {"x":10000.0e00}
			{"+15550177702":true}                   | {"+00000000000":true}
			{"two words":null}                      | {"xxx xxxxx":null}
			{"data":{"to":[["Grüße €😀"]]}}         | {"data":{"to":[["Xxééx 語😀"]]}}
			["x",{"a":[]}]                          | ["x",{"a":[]}]
			{ "a" : "\\u00e9\\ud83d\\ude00\\n" }    | {"a":"é😀\\n"}
			""")
	void exampleIsRedacted(String json, String expected) {
		assertThat(this.redaction.json(bytes(json))).isEqualTo(expected);
	}

	@Test
	void sameIdentifierStaysTheSame() {
		JsonNode redacted = redact("""
				{"id":"0f5c8a52-8a6e-4b6e-9d4e-0c1e2f3a4b5c","messageId":"0f5c8a52-8a6e-4b6e-9d4e-0c1e2f3a4b5c",
				"other_id":"0f5c8a52-8a6e-4b6e-9d4e-0c1e2f3a4b5d","accountId":1234567890123,"id2":"x"}""");
		assertThat(redacted.path("id").stringValue()).isEqualTo(redacted.path("messageId").stringValue())
			.isNotEqualTo(redacted.path("other_id").stringValue())
			.isNotEqualTo("0f5c8a52-8a6e-4b6e-9d4e-0c1e2f3a4b5c")
			.hasSize(36);
		assertThat(redacted.path("accountId").longValue()).isBetween(1_000_000_000_000L, 1_999_999_999_999L)
			.isNotEqualTo(1234567890123L);
	}

	@Property(tries = 1000)
	void noTextIsLeftButItsLengths(@ForAll("text") String name, @ForAll("text") String text) {
		for (String field : List.of("messageText", "from", "to", "medias", "message", "further" + name)) {
			// not that of an identifier
			JsonNode redacted = redact(MAPPER.writeValueAsString(Map.of(field + ".", text))).iterator().next();
			assertThat(redacted.stringValue()).matches("(?:" + REDACTED + ")*").hasSameSizeAs(text);
			assertThat(bytes(redacted.stringValue())).hasSameSizeAs(bytes(text));
		}
	}

	@Property(tries = 1000)
	void noPhoneNumberIsLeft(@ForAll @LongRange(min = 1_000_001, max = Long.MAX_VALUE) long number,
			@ForAll("text") String name) {
		String digits = String.valueOf(number);
		Map<String, Object> fields = new HashMap<>();
		for (String field : List.of("from", "id", "status", "code", "message", "a" + name, name + digits)) {
			fields.put(field, digits);
			fields.put(field + "Number", number);
			fields.put(field + "s", List.of(number, Map.of("deep", digits)));
		}
		String redacted = redact(MAPPER.writeValueAsString(fields)).toString();
		assertThat(digits.matches("10*") || !redacted.contains(digits)).as(redacted).isTrue();
	}

	@Property(tries = 2000)
	void anyBytesAreJsonOrNothing(@ForAll byte[] body) {
		String redacted = this.redaction.json(body);
		assertThat((redacted != null) ? MAPPER.readTree(redacted) : CaptureRedaction.kind(body)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"a":1                | broken JSON
			{"a":1} {"a":1}       | broken JSON
			<xml/>                | markup
			status=received&to=1  | form
			Hello                 | text
			''                    | empty
			""")
	void whatIsNotJsonIsOnlyNamed(String body, String kind) {
		assertThat(this.redaction.json(bytes(body))).isNull();
		assertThat(CaptureRedaction.kind(bytes(body))).isEqualTo(kind);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			Content-Type      | application/json; charset=utf-8 | application/json; charset=utf-8
			user-agent        | Zonitel/1.0                     | Zonitel/1.0
			User-Agent        | Zonitel 15550177702             | <7 base64> <11 digits>
			Authorization     | Bearer c2VjcmV0+/c2VjcmV0==     | <6 base64> <18 base64>==
			Cookie            | session=0123456789abcdef; a=b.c | <7 base64>=<16 hex>; <1 hex>=<3 text>
			X-Signature       | t=1764036659,v1=0a1b2c3d4e5f    | <1 base64>=<10 digits>,<2 base64>=<12 hex>
			X-Forwarded-For   | 192.0.2.1                       | <9 text>
			""")
	void headerTellsItsFormatAtMost(String name, String value, String expected) {
		assertThat(this.redaction.headerValue(name, value)).isEqualTo(expected);
	}

	@Provide
	Arbitrary<String> text() {
		return Arbitraries
			.oneOf(Arbitraries.strings().all().ofMaxLength(50), Arbitraries.strings().ascii().ofMaxLength(50))
			.filter(StandardCharsets.UTF_8.newEncoder()::canEncode);
	}

	private JsonNode redact(String json) {
		@Nullable String redacted = this.redaction.json(bytes(json));
		assertThat(redacted).isNotNull();
		return MAPPER.readTree(redacted);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
