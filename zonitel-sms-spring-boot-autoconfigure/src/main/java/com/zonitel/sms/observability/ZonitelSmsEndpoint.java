package com.zonitel.sms.observability;

import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.registration.RegistrationState.Status;
import com.zonitel.sms.registration.ReplacePolicy;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@link Endpoint @Endpoint} that shows an overview of receiving SMS and registers the
 * webhook.
 *
 * @since 0.1.0
 */
@Endpoint(id = "zonitelsms")
public class ZonitelSmsEndpoint {

	private static final int CONFLICT = 409;

	private static final int BAD_GATEWAY = 502;

	private final SmsWebhookReceiver receiver;

	private final SmsInbox inbox;

	private final @Nullable WebhookRegistration registration;

	/**
	 * Create a new instance.
	 * @param receiver the receiving core
	 * @param inbox the inbox
	 * @param registration the registration, or {@code null} if nothing is registered
	 */
	public ZonitelSmsEndpoint(SmsWebhookReceiver receiver, SmsInbox inbox, @Nullable WebhookRegistration registration) {
		this.receiver = receiver;
		this.inbox = inbox;
		this.registration = registration;
	}

	/**
	 * Show an overview of receiving SMS.
	 * @return the overview
	 */
	@ReadOperation
	public SmsOverview overview() {
		return SmsOverview.of(this.receiver, this.inbox, this.registration);
	}

	/**
	 * Register the webhook now, whatever the mode of registration.
	 * @param replace whether to replace the URL of another host, by default not
	 * @return the state of the registration afterwards
	 */
	@WriteOperation
	public WebEndpointResponse<SmsOverview.Registration> register(@Nullable Boolean replace) {
		return (this.registration != null)
				? register(this.registration, Boolean.TRUE.equals(replace) ? ReplacePolicy.ANY : ReplacePolicy.OWN_HOST)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static WebEndpointResponse<SmsOverview.Registration> register(WebhookRegistration registration,
			ReplacePolicy replace) {
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

}
