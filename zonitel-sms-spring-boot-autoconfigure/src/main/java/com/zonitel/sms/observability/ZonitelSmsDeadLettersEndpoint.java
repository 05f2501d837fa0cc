package com.zonitel.sms.observability;

import java.util.List;
import java.util.Map;

import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.inbox.SmsDeadLetters;
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
 * {@link Endpoint @Endpoint} that lists, requeues and discards dead letters.
 *
 * @since 0.1.0
 */
@Endpoint(id = "zonitelsmsdeadletters")
public class ZonitelSmsDeadLettersEndpoint {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 1000;

	private final @Nullable SmsDeadLetters deadLetters;

	/**
	 * Create a new instance.
	 * @param deadLetters the dead letters, or {@code null} if the inbox keeps none
	 */
	public ZonitelSmsDeadLettersEndpoint(@Nullable SmsDeadLetters deadLetters) {
		this.deadLetters = deadLetters;
	}

	/**
	 * List dead letters.
	 * @param limit the maximum number of dead letters, by default 100
	 * @return the dead letters, the oldest first, or {@code null} if the inbox keeps none
	 */
	@ReadOperation
	public @Nullable List<SmsDeadLetter> list(@Nullable Integer limit) {
		int checked = (limit != null) ? limit : DEFAULT_LIMIT;
		if (checked < 1 || checked > MAX_LIMIT) {
			throw new InvalidEndpointRequestException("limit out of range", "'limit' must be from 1 to " + MAX_LIMIT);
		}
		return (this.deadLetters != null) ? this.deadLetters.list(checked) : null;
	}

	/**
	 * Requeue all dead letters.
	 * @return the number of requeued dead letters
	 */
	@WriteOperation
	public WebEndpointResponse<Map<String, Integer>> requeueAll() {
		return (this.deadLetters != null) ? new WebEndpointResponse<>(Map.of("requeued", this.deadLetters.requeueAll()))
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	/**
	 * Requeue one dead letter.
	 * @param notificationId the identifier of the notification, split at its slashes
	 * @return whether there was such a dead letter
	 */
	@WriteOperation
	public WebEndpointResponse<Void> requeue(@Selector(match = Match.ALL_REMAINING) String... notificationId) {
		return foundOrNot(this.deadLetters != null && this.deadLetters.requeue(join(notificationId)));
	}

	/**
	 * Delete one dead letter for good.
	 * @param notificationId the identifier of the notification, split at its slashes
	 * @return whether there was such a dead letter
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> discard(@Selector(match = Match.ALL_REMAINING) String... notificationId) {
		return foundOrNot(this.deadLetters != null && this.deadLetters.discard(join(notificationId)));
	}

	private static String join(String... segments) {
		return String.join("/", segments);
	}

	private static WebEndpointResponse<Void> foundOrNot(boolean found) {
		return new WebEndpointResponse<>(
				found ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
