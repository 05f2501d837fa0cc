package com.zonitel.sms.observability;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsDeadLetters;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.registration.RegistrationState.Status;
import com.zonitel.sms.registration.ReplacePolicy;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@link Endpoint @Endpoint} for operators: shows how receiving SMS stands, registers the
 * webhook and handles dead letters.
 *
 * @since 0.1.0
 */
@Endpoint(id = "zonitelsms")
public class ZonitelSmsEndpoint {

	private static final String REGISTER = "register";

	private static final String DEAD_LETTERS = "dead-letters";

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 1000;

	private static final int CONFLICT = 409;

	private static final int UNSUPPORTED_MEDIA_TYPE = 415;

	private static final int BAD_GATEWAY = 502;

	private final SmsWebhookReceiver receiver;

	private final SmsInbox inbox;

	private final @Nullable WebhookRegistration registration;

	private final @Nullable SmsDeadLetters deadLetters;

	/**
	 * Create a new instance.
	 * @param receiver the receiving core
	 * @param inbox the inbox
	 * @param registration the registration, or {@code null} if nothing is registered
	 * @param deadLetters the dead letters, or {@code null} if the inbox keeps none
	 */
	public ZonitelSmsEndpoint(SmsWebhookReceiver receiver, SmsInbox inbox, @Nullable WebhookRegistration registration,
			@Nullable SmsDeadLetters deadLetters) {
		this.receiver = receiver;
		this.inbox = inbox;
		this.registration = registration;
		this.deadLetters = deadLetters;
	}

	/**
	 * Show how receiving SMS stands.
	 * @return the overview
	 */
	@ReadOperation
	public SmsOverview overview() {
		return SmsOverview.of(this.receiver, this.inbox, this.registration);
	}

	/**
	 * List dead letters.
	 * @param what {@code dead-letters}
	 * @param limit the number of dead letters at most, by default 100
	 * @return the dead letters, the oldest first, or {@code null} if there is no such
	 * list
	 */
	@ReadOperation
	public @Nullable List<SmsDeadLetter> list(@Selector String what, @Nullable Integer limit) {
		if (!what.equals(DEAD_LETTERS) || this.deadLetters == null) {
			return null;
		}
		int checked = (limit != null) ? limit : DEFAULT_LIMIT;
		if (checked < 1 || checked > MAX_LIMIT) {
			throw new InvalidEndpointRequestException("limit out of range", "'limit' must be from 1 to " + MAX_LIMIT);
		}
		return this.deadLetters.list(checked);
	}

	/**
	 * Register the webhook now, or have all dead letters delivered again.
	 * @param what {@code register} or {@code dead-letters}
	 * @param replace whether to replace another host's URL when registering
	 * @return the outcome
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(@Selector String what, @Nullable Boolean replace) {
		if (what.equals(REGISTER) && this.registration != null) {
			return register(this.registration,
					(replace != null && replace) ? ReplacePolicy.ANY : ReplacePolicy.OWN_HOST);
		}
		if (what.equals(DEAD_LETTERS) && this.deadLetters != null) {
			return new WebEndpointResponse<>(Map.of("requeued", this.deadLetters.requeueAll()));
		}
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static WebEndpointResponse<Object> register(WebhookRegistration registration, ReplacePolicy replace) {
		int status;
		try {
			boolean registered = (registration.register(replace).status() == Status.REGISTERED);
			status = registered ? WebEndpointResponse.STATUS_OK : CONFLICT;
		}
		catch (ZonitelApiException ex) {
			status = BAD_GATEWAY;
		}
		return new WebEndpointResponse<>(SmsOverview.Registration.of(registration), status);
	}

	/**
	 * Have one dead letter delivered again.
	 * @param path {@code dead-letters} and the identifier of the notification, which may
	 * have slashes
	 * @return the outcome
	 */
	@WriteOperation
	public WebEndpointResponse<Object> requeue(@Selector(match = Match.ALL_REMAINING) String... path) {
		if (path.length == 1) {
			// only a request without a content type comes here and not to the other
			// method
			return new WebEndpointResponse<>(UNSUPPORTED_MEDIA_TYPE);
		}
		String id = deadLetterId(path);
		return foundOrNot(id != null && this.deadLetters != null && this.deadLetters.requeue(id));
	}

	/**
	 * Delete a dead letter for good.
	 * @param path {@code dead-letters} and the identifier of the notification, which may
	 * have slashes
	 * @return the outcome
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> discard(@Selector(match = Match.ALL_REMAINING) String... path) {
		String id = deadLetterId(path);
		return foundOrNot(id != null && this.deadLetters != null && this.deadLetters.discard(id));
	}

	// on WebFlux, the remaining segments hold those of a selector in front as well
	private static @Nullable String deadLetterId(String[] path) {
		boolean named = path.length > 1 && path[0].equals(DEAD_LETTERS);
		return named ? String.join("/", Arrays.copyOfRange(path, 1, path.length)) : null;
	}

	private static WebEndpointResponse<Object> foundOrNot(boolean found) {
		return new WebEndpointResponse<>(
				found ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
