package com.zonitel.sms.observability;

import java.time.Instant;
import java.util.Locale;

import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.SmsInboxStatus;
import com.zonitel.sms.registration.ProbeState;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.jspecify.annotations.Nullable;

/**
 * Overview of receiving SMS for an operator. Holds no secret and no part of a message.
 *
 * @param registration the state of the registration
 * @param lastNotification the time at which this instance received the last notification,
 * or {@code null} if it received none since startup
 * @param inbox the contents of the inbox, or {@code null} if it does not report them
 * @since 0.1.0
 */
public record SmsOverview(Registration registration, @Nullable Instant lastNotification, @Nullable Inbox inbox) {

	static SmsOverview of(SmsWebhookReceiver receiver, SmsInbox inbox, @Nullable WebhookRegistration registration) {
		return new SmsOverview(Registration.of(registration), receiver.getLastNotificationAt(), Inbox.of(inbox));
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * State of the registration.
	 *
	 * @param status one of {@code off}, {@code never-attempted}, {@code unconfirmed},
	 * {@code registered}, {@code differs} and {@code failed}
	 * @param expected the URL that should be registered, masked, or {@code null} if no
	 * attempt has come to a result yet
	 * @param registered the URL that was registered at the last check, masked, or
	 * {@code null} if none was or it is not known
	 * @param lastCheck the time of the last check, or {@code null} if there was none
	 * @param failure the reason for which the last check failed, or {@code null} if it
	 * succeeded
	 * @param probe the last probe of the public URL, or {@code null} if there was none
	 */
	public record Registration(String status, @Nullable String expected, @Nullable String registered,
			@Nullable Instant lastCheck, @Nullable String failure, @Nullable Probe probe) {

		static final String OFF = "off";

		static Registration of(@Nullable WebhookRegistration registration) {
			if (registration == null) {
				return new Registration(OFF, null, null, null, null, null);
			}
			RegistrationState state = registration.getState();
			return new Registration(lowerCase(state.status()), toString(state.expected()), toString(state.registered()),
					state.checkedAt(), (state.failure() != null) ? lowerCase(state.failure()) : null,
					Probe.of(registration.getProbeState()));
		}

		private static @Nullable String toString(@Nullable Object url) {
			return (url != null) ? url.toString() : null;
		}

	}

	/**
	 * Last probe of the public URL.
	 *
	 * @param verdict one of {@code reachable}, {@code other-deployment},
	 * {@code secret-lost}, {@code wrong} and {@code unknown}
	 * @param reason the status of the answer or the class of the failure
	 * @param millis the time to the answer or failure, in milliseconds
	 * @param at the time of the probe
	 * @param trusted whether the URL may be registered as far as probes tell
	 */
	public record Probe(String verdict, String reason, long millis, Instant at, boolean trusted) {

		static @Nullable Probe of(@Nullable ProbeState state) {
			return (state != null) ? new Probe(lowerCase(state.result().verdict()), state.result().reason(),
					state.result().took().toMillis(), state.at(), state.trusted()) : null;
		}

	}

	/**
	 * State of the inbox.
	 *
	 * @param pending the number of notifications whose listeners have not returned yet,
	 * or {@code null} if it is not known
	 * @param oldest the time of receipt of the oldest of these, or {@code null} if there
	 * is none or it is not known
	 * @param dead the number of notifications that are no longer retried, or {@code null}
	 * if it is not known
	 * @param oldestRunning the time at which the oldest delivery that runs on this
	 * instance began, or {@code null} if none runs or it is not known
	 * @param stuck the number of deliveries on this instance whose listeners have not
	 * returned for long
	 * @param failure the class name of the exception that the inbox threw when it was
	 * asked, or {@code null} if it threw none
	 */
	public record Inbox(@Nullable Long pending, @Nullable Instant oldest, @Nullable Long dead,
			@Nullable Instant oldestRunning, int stuck, @Nullable String failure) {

		static @Nullable Inbox of(SmsInbox inbox) {
			try {
				SmsInboxStatus status = inbox.status();
				return (status != null) ? new Inbox(status.pending(), status.oldestReceivedAt(), status.dead(),
						status.oldestRunningSince(), status.stuck(), null) : null;
			}
			catch (RuntimeException ex) {
				return new Inbox(null, null, null, null, 0, ex.getClass().getName());
			}
		}

	}

}
