package com.zonitel.sms.webhook;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Check of the head of a request, which decides whether the body is read.
 */
final class SmsWebhookRequestCheck {

	private final SmsWebhookAuthenticator authenticator;

	private final SmsWebhookProbes probes;

	private final int maxBodySize;

	private final SmsWebhookJournal journal;

	private final @Nullable SmsWebhookCapture capture;

	SmsWebhookRequestCheck(SmsWebhookAuthenticator authenticator, int maxBodySize, SmsWebhookJournal journal,
			@Nullable SmsWebhookCapture capture) {
		this.authenticator = authenticator;
		this.probes = new SmsWebhookProbes(authenticator);
		this.maxBodySize = maxBodySize;
		this.journal = journal;
		this.capture = capture;
	}

	/**
	 * Check the head of a request.
	 * @param request the head of the request
	 * @return the response with which the request ends unread, or {@code null} if its
	 * body is to be read
	 */
	@Nullable SmsWebhookResponse refuse(SmsWebhookRequest request) {
		SmsWebhookResponse response;
		try {
			response = check(request);
		}
		catch (RuntimeException ex) {
			this.journal.failed(ex);
			response = SmsWebhookAnswer.UNAVAILABLE;
		}
		if (response instanceof SmsWebhookAnswer refusal) {
			this.journal.refused(refusal);
		}
		return response;
	}

	private @Nullable SmsWebhookResponse check(SmsWebhookRequest request) {
		if (!request.method().equals("POST")) {
			return SmsWebhookAnswer.METHOD_NOT_ALLOWED;
		}
		SmsWebhookAuthentication authentication = this.authenticator.authenticate(request);
		if (!authentication.isAuthenticated()) {
			SmsWebhookResponse proof = this.probes.answer(request, false);
			return (proof != null) ? proof : SmsWebhookAnswer.UNAUTHORIZED;
		}
		SmsWebhookAnswer refusal = checkBody(request);
		// the media type of a probe is not JSON, so that only a refused request can be
		// one
		SmsWebhookResponse proof = (refusal != null) ? this.probes.answer(request, true) : null;
		if (proof != null) {
			return proof;
		}
		Integer secretPosition = authentication.getSecretPosition();
		if (secretPosition != null) {
			this.journal.authenticated(secretPosition);
		}
		if (refusal != null && this.capture != null) {
			CapturedRequest captured = this.capture.begin(request);
			if (captured != null) {
				captured.answered(refusal);
			}
		}
		return refusal;
	}

	private @Nullable SmsWebhookAnswer checkBody(SmsWebhookRequest request) {
		if (!isJson(request.headers("Content-Type")) || !request.headers("Content-Encoding").isEmpty()) {
			return SmsWebhookAnswer.UNSUPPORTED_MEDIA_TYPE;
		}
		return (request.contentLength() > this.maxBodySize) ? SmsWebhookAnswer.CONTENT_TOO_LARGE : null;
	}

	private static boolean isJson(List<String> contentTypes) {
		if (contentTypes.isEmpty()) {
			return true;
		}
		String contentType = contentTypes.get(0);
		if (contentType.equals("application/json")) {
			return true;
		}
		try {
			String subtype = MediaType.parseMediaType(contentType.split(";", 2)[0]).getSubtype();
			return subtype.equalsIgnoreCase("json") || subtype.toLowerCase(Locale.ROOT).endsWith("+json");
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

}
