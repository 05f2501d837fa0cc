package com.example.sms;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.example.sms.RawNotifications.RawNotification;
import com.zonitel.sms.registration.ProbeState;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.WebhookRegisteredEvent;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.registration.WebhookRegistrationFailedEvent;
import com.zonitel.sms.registration.WebhookReplacedElsewhereEvent;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * What the page at {@code /} asks for.
 */
@RestController
@RequestMapping("/api")
class PageController {

	private final Conversations conversations;

	private final RawNotifications notifications;

	private final LiveUpdates updates;

	private final ObjectProvider<WebhookRegistration> registration;

	private final boolean simulated;

	PageController(Conversations conversations, RawNotifications notifications, LiveUpdates updates,
			ObjectProvider<WebhookRegistration> registration, Environment environment) {
		this.conversations = conversations;
		this.notifications = notifications;
		this.updates = updates;
		this.registration = registration;
		this.simulated = environment.acceptsProfiles(Profiles.of("simulator"));
	}

	@GetMapping("/state")
	State state() {
		return new State(this.simulated, registration(), this.conversations.latest(), this.notifications.latest());
	}

	@GetMapping("/updates")
	SseEmitter updates() throws IOException {
		return this.updates.open();
	}

	@EventListener({ WebhookRegisteredEvent.class, WebhookRegistrationFailedEvent.class,
			WebhookReplacedElsewhereEvent.class })
	void onRegistrationChange() {
		this.updates.send("registration", registration());
	}

	private Registration registration() {
		WebhookRegistration registration = this.registration.getIfAvailable();
		if (registration == null) {
			return new Registration("OFF", null, null, null, null);
		}
		RegistrationState state = registration.getState();
		ProbeState probe = registration.getProbeState();
		return new Registration(state.status().name(), text(state.expected()), state.checkedAt(), text(state.failure()),
				(probe != null) ? text(probe) : null);
	}

	private static String text(ProbeState probe) {
		return probe.result().verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ("
				+ probe.result().reason() + ") in " + probe.result().took().toMillis() + " ms";
	}

	private static String text(Object value) {
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Everything that the page shows.
	 *
	 * @param simulated whether Zonitel is simulated
	 * @param registration the state of the registration
	 * @param sms the SMS, the oldest first
	 * @param notifications the last notifications, the newest first
	 */
	record State(boolean simulated, Registration registration, List<Sms> sms, List<RawNotification> notifications) {

	}

	/**
	 * State of the registration.
	 *
	 * @param status the status, or {@code OFF} if nothing is to be registered
	 * @param url the webhook's URL without the secret, or {@code null} if not known yet
	 * @param checkedAt the time of the last check, or {@code null} if there was none
	 * @param failure why the last check failed, or {@code null} if it did not
	 * @param probe what the last probe of the URL found out, or {@code null} if there was
	 * none
	 */
	record Registration(String status, String url, Instant checkedAt, String failure, String probe) {

	}

}
