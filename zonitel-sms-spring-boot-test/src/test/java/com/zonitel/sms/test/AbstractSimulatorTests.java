package com.zonitel.sms.test;

import java.time.Duration;
import java.util.List;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsFailedEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.ReplacePolicy;
import com.zonitel.sms.registration.WebhookRegistration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SimulatedNotification.outboundSms;
import static com.zonitel.sms.test.SmsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link AutoConfigureZonitelSimulator @AutoConfigureZonitelSimulator} gives in
 * every web environment.
 */
@AutoConfigureZonitelSimulator
@RecordApplicationEvents
abstract class AbstractSimulatorTests {

	@Autowired
	ZonitelSimulator simulator;

	@Autowired
	WebhookRegistration registration;

	@Autowired
	Host host;

	@BeforeEach
	void forget() {
		this.host.events.clear();
	}

	@Test
	void webhookIsRegisteredBeforeTheTest() {
		assertThat(this.simulator.registeredUrl()).startsWith("http://localhost").contains("?token=");
		assertThat(this.registration.getState().status()).isEqualTo(RegistrationState.Status.REGISTERED);
	}

	@Test
	void inboundSmsReachesListeners() {
		assertThat(this.simulator.deliver(inboundSms().from("+15550100010").to("+15550100020").text("Hello")))
			.isAcknowledged()
			.hasStatus(200)
			.within(Duration.ofSeconds(5));
		assertThat(this.host.events).singleElement().isInstanceOf(SmsReceivedEvent.class);
		assertThat(this.host.events.get(0)).isInbound().hasFrom("+15550100010").hasTo("+15550100020").hasText("Hello");
	}

	@Test
	void eventsOfOneTestAreRecorded(@Autowired ApplicationEvents events) {
		recordsTwo(events);
	}

	@Test
	void eventsOfTheNextTestAreRecorded(@Autowired ApplicationEvents events) {
		recordsTwo(events);
	}

	private void recordsTwo(ApplicationEvents events) {
		this.simulator.deliver(inboundSms().text("one"));
		this.simulator.deliver(inboundSms().text("two"));
		assertThat(events.stream(SmsReceivedEvent.class)).extracting((event) -> event.message().text())
			.containsExactly("one", "two");
	}

	@Test
	void statusesArriveInWhateverOrder() {
		SimulatedNotification sms = outboundSms().to("+15550100030");
		this.simulator.deliver(sms.delivered());
		this.simulator.deliver(sms.sent());
		this.simulator.deliver(outboundSms().failed());
		this.simulator.deliver(outboundSms().status("queued").field("shard", 7));
		assertThat(this.host.events).extracting(Object::getClass)
			.isEqualTo(List.of(SmsDeliveredEvent.class, SmsSentEvent.class, SmsFailedEvent.class,
					SmsUnrecognizedEvent.class));
		assertThat(this.host.events.get(0)).isOutbound().isTerminal().hasMessageId(sms.id());
	}

	@Test
	void duplicateIsAcknowledgedAndReachesListenersOnce() {
		SimulatedNotification sms = inboundSms();
		assertThat(this.simulator.deliver(sms)).isAcknowledged();
		assertThat(this.simulator.deliver(sms)).isAcknowledged();
		assertThat(this.host.events).hasSize(1);
	}

	@Test
	void notificationIsDeliveredAgainUntilItIsAcknowledged() {
		this.host.failures.set(2);
		List<Acknowledgement> acknowledgements = this.simulator.deliverUntilAcknowledged(inboundSms(), 5);
		assertThat(acknowledgements).extracting(Acknowledgement::status).containsExactly(500, 500, 200);
		assertThat(acknowledgements.get(0).body())
			.isEqualTo("{\"code\":500,\"message\":\"An internal server error occurred\"}");
		assertThat(this.host.events).hasSize(1);
	}

	@Test
	void failuresOfTheApiReachTheStarter() {
		this.simulator.failNext(ApiFault.unauthenticated(), ApiFault.rateLimited(Duration.ofSeconds(1)));
		assertThatExceptionOfType(ZonitelApiException.class)
			.isThrownBy(() -> this.registration.register(ReplacePolicy.OWN_HOST))
			.extracting(ZonitelApiException::getReason)
			.isEqualTo(ZonitelApiException.Reason.UNAUTHENTICATED);
		assertThatExceptionOfType(ZonitelApiException.class)
			.isThrownBy(() -> this.registration.register(ReplacePolicy.OWN_HOST))
			.extracting(ZonitelApiException::getRetryAfter)
			.isEqualTo(Duration.ofSeconds(1));
		this.registration.register(ReplacePolicy.OWN_HOST);
		assertThat(this.simulator.apiCalls()).extracting(ApiCall::status).endsWith(401, 429, 200);
	}

	@Test
	void urlOfAnotherHostIsNotReplaced() {
		String own = this.simulator.registeredUrl();
		this.simulator.register("https://elsewhere.example.com/sms");
		assertThat(this.registration.register(ReplacePolicy.OWN_HOST).status())
			.isEqualTo(RegistrationState.Status.DIFFERS);
		assertThat(this.simulator.registeredUrl()).isEqualTo("https://elsewhere.example.com/sms");
		this.registration.register(ReplacePolicy.ANY);
		assertThat(this.simulator.registeredUrl()).isEqualTo(own);
	}

}
