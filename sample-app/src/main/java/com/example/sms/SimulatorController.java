package com.example.sms;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.zonitel.sms.test.Acknowledgement;
import com.zonitel.sms.test.SimulatedNotification;
import com.zonitel.sms.test.ZonitelSimulator;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SimulatedNotification.outboundSms;

/**
 * Plays the other end of the line for the page.
 */
@RestController
@RequestMapping("/api")
@Profile("simulator")
class SimulatorController {

	private final ZonitelSimulator simulator;

	// so that one can see the states change
	private final Executor later = CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS);

	SimulatorController(ZonitelSimulator simulator) {
		this.simulator = simulator;
	}

	@PostMapping("/inbound")
	Answer inbound(@RequestBody Inbound sms) {
		return Answer.of(this.simulator.deliver(inboundSms().from(sms.from()).text(sms.text())));
	}

	@PostMapping("/outbound")
	Answer outbound(@RequestBody Outbound sms) {
		SimulatedNotification sent = outboundSms().to(sms.to()).text(sms.text());
		Answer answer = Answer.of(this.simulator.deliver(sent));
		this.later.execute(() -> this.simulator.deliver(sms.fails() ? sent.failed() : sent.delivered()));
		return answer;
	}

	@ExceptionHandler(IllegalStateException.class)
	@ResponseStatus(HttpStatus.CONFLICT)
	void onMissingRegistration() {
	}

	/**
	 * SMS to be received.
	 *
	 * @param from the sender
	 * @param text the text
	 */
	record Inbound(String from, String text) {

	}

	/**
	 * SMS to be sent.
	 *
	 * @param to the recipient
	 * @param text the text
	 * @param fails whether it fails in the end
	 */
	record Outbound(String to, String text, boolean fails) {

	}

	/**
	 * How the webhook answered.
	 *
	 * @param status the HTTP status
	 * @param millis the time it took, in milliseconds
	 */
	record Answer(int status, long millis) {

		static Answer of(Acknowledgement acknowledgement) {
			return new Answer(acknowledgement.status(), acknowledgement.time().toMillis());
		}

	}

}
