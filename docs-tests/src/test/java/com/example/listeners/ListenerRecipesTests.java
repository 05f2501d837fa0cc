package com.example.listeners;

import java.util.Map;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsStatus;
import com.zonitel.sms.test.SimulatedNotification;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SimulatedNotification.outboundSms;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the recipes of {@code docs/listeners.md}.
 */
@SpringJUnitConfig({ LatestStates.class, AuditListener.class, AuditConfiguration.class })
class ListenerRecipesTests {

	@Autowired
	private ApplicationContext context;

	@Test
	void latestStateIsKeptWhateverTheOrder() {
		SimulatedNotification sent = outboundSms();
		sent.delivered().publishTo(this.context);
		sent.publishTo(this.context);
		assertThat(this.context.getBean(LatestStates.class).states()).isEqualTo(Map.of(sent.id(), SmsStatus.DELIVERED));
	}

	@Test
	void listenersWithoutAnnotationsHearEvents() {
		inboundSms().publishTo(this.context);
		assertThat(this.context.getBean(AuditListener.class).audited()).isNotEmpty()
			.isEqualTo(this.context.getBean(AuditConfiguration.class).audited());
	}

	@Test
	void eventsAreToldApartByType() {
		assertThat(new Describer().describe(event(inboundSms().from("+15550100010"))))
			.isEqualTo("SMS from +15550100010");
		assertThat(new Describer().describe(event(outboundSms().to("+15550100030")))).endsWith("+15550100030 is SENT");
	}

	private static SmsEvent event(SimulatedNotification notification) {
		return notification.toEvent();
	}

}
