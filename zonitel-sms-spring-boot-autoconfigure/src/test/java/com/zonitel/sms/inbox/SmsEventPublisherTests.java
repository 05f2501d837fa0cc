package com.zonitel.sms.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SmsEventPublisher}.
 */
class SmsEventPublisherTests {

	private final List<String> told = new ArrayList<>();

	@Test
	void observersAreNestedInOrder() throws Exception {
		publish(observer("outer").around(observer("inner")));
		assertThat(this.told).containsExactly("outer", "inner", "event", "inner ends", "outer ends");
	}

	@Test
	void deliveryThatAnObserverLeavesOutIsAFailure() {
		assertThatIllegalStateException().isThrownBy(() -> publish((notification, delivery) -> {
		}));
		assertThat(this.told).isEmpty();
	}

	private SmsDeliveryObserver observer(String name) {
		return (notification, delivery) -> {
			this.told.add(name);
			delivery.run();
			this.told.add(name + " ends");
		};
	}

	private void publish(SmsDeliveryObserver observer) throws MalformedNotificationException {
		SmsNotification notification = new SmsNotificationParser().parse("{}".getBytes(StandardCharsets.UTF_8),
				Instant.now(), CallerContext.EMPTY);
		new SmsEventPublisher((event) -> this.told.add("event"), observer).publish(notification);
	}

}
