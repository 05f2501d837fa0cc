package com.zonitel.sms.notification;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Property-based tests for {@link SmsNotificationParser}.
 */
class SmsNotificationParserPropertyTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final SmsNotificationParser parser = new SmsNotificationParser();

	@Property(tries = 2000)
	void anyBytesGiveANotificationOrAreMalformed(@ForAll byte[] body) {
		byte[] received = body.clone();
		try {
			assertThat(parse(body).body()).isEqualTo(received);
		}
		catch (MalformedNotificationException ex) {
			assertThat(body).isEqualTo(received);
		}
	}

	@Property(tries = 1000)
	void anyTextArrivesAsItWasSent(@ForAll("text") String id, @ForAll("text") String text)
			throws MalformedNotificationException {
		byte[] body = MAPPER
			.writeValueAsBytes(Map.of("status", "received", "data", Map.of("id", id, "messageText", text)));
		SmsNotification notification = parse(body);
		if (id.isBlank()) {
			assertThat(notification.event()).isInstanceOf(SmsUnrecognizedEvent.class);
			return;
		}
		SmsMessage message = ((SmsReceivedEvent) notification.event()).message();
		assertThat(message.id()).isEqualTo(id);
		assertThat(message.text()).isEqualTo(text);
		assertThat(notification.body()).isSameAs(body);
	}

	@Property(tries = 1000)
	void anyObjectIsKept(@ForAll("text") String name, @ForAll("values") Object value)
			throws MalformedNotificationException {
		byte[] body = MAPPER.writeValueAsBytes(Map.of("further" + name, value));
		SmsEvent event = parse(body).event();
		assertThat(event).isInstanceOfSatisfying(SmsUnrecognizedEvent.class,
				(unrecognized) -> assertThat(unrecognized.rawJson())
					.isEqualTo(new String(body, StandardCharsets.UTF_8)));
		assertThat(event.furtherFields()).containsOnlyKeys("further" + name);
		assertThat(MAPPER.readValue(MAPPER.writeValueAsBytes(event), event.getClass())).isEqualTo(event);
	}

	@Property(tries = 1000)
	void anyNumberIsKeptExactly(@ForAll BigDecimal number) throws MalformedNotificationException {
		SmsEvent event = parse(("{\"number\":" + number + "}").getBytes(StandardCharsets.UTF_8)).event();
		assertThat(new BigDecimal(String.valueOf(event.furtherFields().get("number")))).isEqualByComparingTo(number);
		assertThat(MAPPER.readValue(MAPPER.writeValueAsBytes(event), event.getClass())).isEqualTo(event);
	}

	@Property(tries = 1000)
	void cutShortAnywhereItIsMalformed(@ForAll("text") String text, @ForAll @IntRange(min = 1, max = 1000) int cut) {
		byte[] body = MAPPER.writeValueAsBytes(Map.of("data", Map.of("id", "1", "messageText", text)));
		byte[] part = Arrays.copyOf(body, Math.max(0, body.length - cut));
		assertThatExceptionOfType(MalformedNotificationException.class).isThrownBy(() -> parse(part));
	}

	@Provide
	Arbitrary<String> text() {
		return Arbitraries.strings().all().ofMaxLength(200).filter(StandardCharsets.UTF_8.newEncoder()::canEncode);
	}

	@Provide
	Arbitrary<Object> values() {
		return Arbitraries.oneOf(text(), Arbitraries.integers(), Arbitraries.bigDecimals(), Arbitraries.of(true, false),
				text().list().ofMaxSize(5), Arbitraries.maps(text(), Arbitraries.longs()).ofMaxSize(5));
	}

	private SmsNotification parse(byte[] body) throws MalformedNotificationException {
		return this.parser.parse(body, Instant.EPOCH, CallerContext.EMPTY);
	}

}
