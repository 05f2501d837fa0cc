package com.example.sms;

import com.zonitel.sms.registration.WebhookRegisteredEvent;
import com.zonitel.sms.test.ZonitelSimulator;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;

/**
 * Zonitel in the same process, so that the sample runs without an account. Sends one SMS
 * as soon as it knows where to.
 */
@Configuration(proxyBeanMethods = false)
@Profile("simulator")
class SimulatorConfiguration {

	@Bean
	static ZonitelSimulator zonitelSimulator(@Value("${sample.simulator.port}") int port,
			@Value("${zonitel.client-id}") String clientId, @Value("${zonitel.access-token}") String accessToken) {
		return ZonitelSimulator.start(port, clientId, accessToken);
	}

	@Bean
	Welcome welcome(ZonitelSimulator simulator) {
		return new Welcome(simulator);
	}

	/**
	 * Sends the first SMS.
	 */
	static class Welcome {

		private final ZonitelSimulator simulator;

		Welcome(ZonitelSimulator simulator) {
			this.simulator = simulator;
		}

		@EventListener
		void on(WebhookRegisteredEvent event) {
			this.simulator.deliver(inboundSms().text("Welcome! This SMS came over HTTP, from a simulated Zonitel."));
		}

	}

}
