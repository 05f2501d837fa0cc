package com.zonitel.sms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SmsMessage}.
 */
class SmsMessageTests {

	@Test
	void showsNeitherNumbersNorTextNorWhatIsNotDocumented() {
		SmsMessage message = new SmsMessage("1", SmsDirection.INBOUND, "+10000000010", "+10000000020", "canary", 1,
				List.of("https://example.com/canary"), Map.of("canary", "canary"));
		assertThat(message).hasToString("SmsMessage[id=1, direction=INBOUND, from=***, to=***, text=*** (6 characters),"
				+ " segments=1, mediaUrls=1, furtherFields=1]");
	}

	@Test
	void whatAMapperHasLeftOutIsEmpty() {
		SmsMessage message = new SmsMessage("1", SmsDirection.INBOUND, null, null, null, 0, null, null);
		assertThat(message.text()).isEmpty();
		assertThat(message.mediaUrls()).isEmpty();
		assertThat(message.furtherFields()).isEmpty();
		assertThat(message)
			.isEqualTo(new SmsMessage("1", SmsDirection.INBOUND, null, null, "", 0, List.of(), Map.of()));
	}

	@Test
	void changesToTheGivenListDoNotMatter() {
		List<String> mediaUrls = new ArrayList<>(List.of("https://example.com/1"));
		SmsMessage message = new SmsMessage("1", SmsDirection.INBOUND, null, null, "", 0, mediaUrls, Map.of());
		mediaUrls.clear();
		assertThat(message.mediaUrls()).containsExactly("https://example.com/1");
	}

	@Test
	void identifierAndDirectionAreRequired() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SmsMessage(" ", SmsDirection.INBOUND, null, null, "", 0, List.of(), Map.of()))
			.withMessageContaining("'id'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SmsMessage("1", null, null, null, "", 0, List.of(), Map.of()))
			.withMessageContaining("'direction'");
	}

}
