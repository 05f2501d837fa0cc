package com.zonitel.sms;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonFields}.
 */
class JsonFieldsTests {

	static final List<Object> VALUES = List.of("a", "\ud800", true, 1, 1L, (short) 1, (byte) 1, Long.MAX_VALUE, 1.5,
			0.1f, -0.0, 1.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, BigInteger.ONE,
			BigInteger.TWO.pow(64), BigInteger.TEN.pow(399), BigInteger.TEN.pow(5000), new BigDecimal("1.10"),
			new BigDecimal("7"), new BigDecimal("1E+5"), new BigDecimal("0.12345678901234567890123"),
			new BigDecimal("1E+400"), new BigDecimal("-1E-400"), new BigDecimal("9007199254740993.5"),
			List.of(new BigDecimal("1.10"), Map.of("a", 1L)), Map.of("a", Map.of("b", List.of(2.50f))));

	@ParameterizedTest
	@FieldSource("VALUES")
	void anyJsonMapperReadsBackAnEqualEvent(Object value) {
		JsonMapper plain = new JsonMapper();
		List<JsonMapper> mappers = List.of(plain,
				JsonMapper.builder()
					.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
							DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
					.build(),
				JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build());
		SmsEvent event = event(Map.of("value", value));
		for (JsonMapper mapper : mappers) {
			assertThat(mapper.readValue(mapper.writeValueAsBytes(event), event.getClass())).isEqualTo(event);
		}
	}

	@Test
	void eventOfAMapperThatLeavesOutWhatIsEmptyIsReadBackEqual() {
		JsonMapper mapper = JsonMapper.builder()
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
			.build();
		SmsEvent event = event(Map.of());
		String json = mapper.writeValueAsString(event);
		assertThat(json).doesNotContain("furtherFields", "text", "mediaUrls");
		assertThat(mapper.readValue(json, event.getClass())).isEqualTo(event);
	}

	@Test
	void numbersHaveTheFirstTypeThatHoldsThem() {
		Map<String, Object> fields = event(Map.of("int", 1L, "long", BigInteger.TWO.pow(40), "double",
				new BigDecimal("1.10"), "text", new BigDecimal("0.12345678901234567890123")))
			.furtherFields();
		assertThat(fields)
			.isEqualTo(Map.of("int", 1, "long", 1L << 40, "double", 1.1, "text", "0.12345678901234567890123"));
	}

	@Test
	void copyIsDeepAndUnmodifiable() {
		List<Object> list = new ArrayList<>(Collections.singletonList(null));
		Map<String, Object> map = new HashMap<>(Map.of("list", list));
		Map<String, Object> copy = event(map).furtherFields();
		list.add(1);
		map.clear();
		assertThat(copy).isEqualTo(Map.of("list", Collections.singletonList(null)));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(copy::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ((List<?>) copy.get("list")).clear());
	}

	@Test
	void otherTypesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> event(Map.of("value", Instant.EPOCH)))
			.withMessageContaining("java.time.Instant");
	}

	private static SmsEvent event(Map<String, Object> furtherFields) {
		SmsMessage message = new SmsMessage("1", SmsDirection.INBOUND, null, null, "", 0, List.of(), furtherFields);
		return new SmsReceivedEvent("1:received", message, null, furtherFields, Instant.EPOCH);
	}

}
