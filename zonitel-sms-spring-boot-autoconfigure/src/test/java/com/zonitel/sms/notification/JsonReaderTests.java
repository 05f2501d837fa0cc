package com.zonitel.sms.notification;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonReader}.
 */
class JsonReaderTests {

	private final JsonReader reader = new JsonReader();

	@Test
	void valuesKeepTheirTypes() throws Exception {
		assertThat(read("{\"a\":1,\"b\":1.50,\"c\":true,\"d\":null,\"e\":[\"f\",{\"g\":[]}]}")).containsEntry("a", 1)
			.containsEntry("b", new BigDecimal("1.50"))
			.containsEntry("c", true)
			.containsEntry("d", null)
			.containsEntry("e", List.of("f", Map.of("g", List.of())));
	}

	@Test
	void lastOfRepeatedNamesWins() throws Exception {
		assertThat(read("{\"a\":1,\"a\":null}")).hasSize(1).containsEntry("a", null);
	}

	@Test
	void numberThatJavaCannotHoldIsItsText() throws Exception {
		assertThat(read("{\"a\":1e999999999999}")).containsEntry("a", "1e999999999999");
		String digits = "9".repeat(401);
		assertThat(read("{\"a\":" + digits + "}")).containsEntry("a", digits);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "[]", "1", "{", "{} {}", "{}x", "{\"a\":}", "{\"a\":\"\u0000\"}" })
	void otherContentIsRefused(String json) {
		assertThatExceptionOfType(MalformedNotificationException.class).isThrownBy(() -> read(json));
	}

	@Test
	void depthIsLimited() throws Exception {
		assertThat(read("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")).hasSize(1);
		assertThatExceptionOfType(MalformedNotificationException.class)
			.isThrownBy(() -> read("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"));
	}

	@Test
	void otherEncodingsAreRefused() {
		byte[] latin = "{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(MalformedNotificationException.class)
			.isThrownBy(() -> this.reader.read(latin, (name, parser) -> JsonReader.readValue(parser)))
			.withMessage("not valid UTF-8");
	}

	private Map<String, Object> read(String json) throws MalformedNotificationException {
		return this.reader.read(json.getBytes(StandardCharsets.UTF_8), (name, parser) -> JsonReader.readValue(parser));
	}

}
