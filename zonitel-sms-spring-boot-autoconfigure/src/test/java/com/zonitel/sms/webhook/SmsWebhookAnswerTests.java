package com.zonitel.sms.webhook;

import java.util.Map;

import com.zonitel.sms.inbox.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookAnswer}.
 */
class SmsWebhookAnswerTests {

	private static final JsonMapper mapper = new JsonMapper();

	@ParameterizedTest
	@EnumSource(names = "OK", mode = EnumSource.Mode.EXCLUDE)
	void errorsHaveTheShapeOfZonitels(SmsWebhookAnswer answer) {
		Map<?, ?> body = mapper.readValue(answer.body(), Map.class);
		assertThat(body.get("code")).isEqualTo(answer.status());
		assertThat(body.get("message")).asString().isNotBlank();
		assertThat(body).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void noneIsOneThatMayLoseAnSms(SmsWebhookAnswer answer) {
		assertThat(answer.status()).isIn(200, 400, 401, 405, 413, 415, 500, 503);
	}

	@Test
	void acknowledgementIsEmpty() {
		assertThat(SmsWebhookAnswer.OK.body()).isEmpty();
		assertThat(SmsWebhookAnswer.OK.headerName()).isNull();
	}

	@Test
	void receiptDecides() {
		assertThat(SmsWebhookAnswer.of(Receipt.ACCEPTED)).isEqualTo(SmsWebhookAnswer.OK);
		assertThat(SmsWebhookAnswer.of(Receipt.DUPLICATE)).isEqualTo(SmsWebhookAnswer.OK);
		assertThat(SmsWebhookAnswer.of(Receipt.LISTENER_FAILED).status()).isEqualTo(500);
		assertThat(SmsWebhookAnswer.of(Receipt.UNAVAILABLE).status()).isEqualTo(503);
	}

}
