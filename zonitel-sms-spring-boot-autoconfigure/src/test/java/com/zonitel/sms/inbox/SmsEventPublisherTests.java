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

import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SmsEventPublisher}.
 */
class SmsEventPublisherTests {

	private final List<String> told = new ArrayList<>();

	private Runnable later = () -> {
	};

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

	@Test
	void failureThatAnObserverHidesIsAFailure() {
		IllegalArgumentException failure = new IllegalArgumentException();
		SmsDeliveryObserver hiding = (notification, delivery) -> {
			try {
				delivery.run();
			}
			catch (IllegalArgumentException ex) {
				this.told.add("hidden");
			}
		};
		assertThatIllegalStateException().isThrownBy(() -> publish(hiding, (event) -> {
			throw failure;
		})).withCause(failure);
		assertThat(this.told).containsExactly("hidden");
	}

	@Test
	void deliveryThatAnObserverDoesNotAwaitIsAFailure() {
		assertThatIllegalStateException().isThrownBy(() -> publish((notification, delivery) -> {
			this.told.add("later");
			this.later = delivery;
		}));
		this.later.run();
		assertThat(this.told).containsExactly("later", "event");
	}

	private SmsDeliveryObserver observer(String name) {
		return (notification, delivery) -> {
			this.told.add(name);
			delivery.run();
			this.told.add(name + " ends");
		};
	}

	private void publish(SmsDeliveryObserver observer) throws MalformedNotificationException {
		publish(observer, (event) -> this.told.add("event"));
	}

	private void publish(SmsDeliveryObserver observer, ApplicationEventPublisher publisher)
			throws MalformedNotificationException {
		SmsNotification notification = new SmsNotificationParser().parse("{}".getBytes(StandardCharsets.UTF_8),
				Instant.now(), CallerContext.EMPTY);
		new SmsEventPublisher(publisher, observer).publish(notification);
	}

}
