package com.example.host;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.test.AutoConfigureZonitelSimulator;
import com.zonitel.sms.test.ZonitelSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SmsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureZonitelSimulator
@RecordApplicationEvents
class HostApplicationTests {

	@Test
	void smsReachesTheListener(@Autowired ZonitelSimulator zonitel, @Autowired ApplicationEvents events) {
		assertThat(zonitel.deliver(inboundSms().text("Hello"))).isAcknowledged();
		assertThat(events.stream(SmsReceivedEvent.class)).hasSize(1);
	}

}
