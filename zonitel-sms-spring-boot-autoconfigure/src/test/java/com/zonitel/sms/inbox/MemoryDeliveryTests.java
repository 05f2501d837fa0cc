package com.zonitel.sms.inbox;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.zonitel.sms.SmsUnrecognizedEvent;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.SmsNotification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MemoryDelivery}.
 */
class MemoryDeliveryTests {

	private final MemoryDelivery delivery = new MemoryDelivery(notification(), 0);

	@ParameterizedTest
	@CsvSource({ "ACCEPTED,DUPLICATE", "LISTENER_FAILED,LISTENER_FAILED", "UNAVAILABLE,UNAVAILABLE" })
	void duplicateSharesTheOutcome(Receipt receipt, Receipt ofDuplicate) {
		CompletableFuture<Receipt> duplicate = this.delivery.receiptForDuplicate().toCompletableFuture();
		assertThat(duplicate).isNotDone();
		this.delivery.complete(receipt);
		assertThat(duplicate).isCompletedWithValue(ofDuplicate);
	}

	@Test
	void notificationIsTakenOnceAndItsIdentifierStays() {
		assertThat(this.delivery.takeNotification().id()).isEqualTo("id");
		assertThatIllegalStateException().isThrownBy(this.delivery::takeNotification);
		assertThat(this.delivery.id()).isEqualTo("id");
		assertThat(this.delivery.receivedAt()).isEqualTo(Instant.EPOCH);
	}

	private static SmsNotification notification() {
		return new SmsNotification(new SmsUnrecognizedEvent("id", null, null, null, Map.of(), "{}", Instant.EPOCH),
				new byte[0], CallerContext.EMPTY);
	}

}
